"""Kinds of columns, named once, and the naming of constraints."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Date, DateTime, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC on both databases, always with its zone in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_BIG = BigInteger().with_variant(Integer, "sqlite")
_JSON = JSON().with_variant(JSONB, "postgresql")

Key = Annotated[int, mapped_column(_BIG, primary_key=True)]
Ref = Annotated[int, mapped_column(_BIG)]
Code = Annotated[str, mapped_column(String(32))]
Name = Annotated[str, mapped_column(String(300))]
Long = Annotated[str, mapped_column(Text)]
Money = Annotated[int, mapped_column(_BIG, comment="đồng")]
Data = Annotated[dict[str, Any], mapped_column(_JSON)]
Day = Annotated[date, mapped_column(Date)]
At = Annotated[datetime, mapped_column(Moment)]


class Record(DeclarativeBase):
    """The base of every kept thing."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
