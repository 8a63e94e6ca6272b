"""Small parts that several pages share: labels, chips, badges, finding list, chart.

A widget gets plain values and tells by signals; it knows neither store nor acts. Every text label, tooltip
and message box is made by ``labels``, which never takes content for markup.
"""
