"""Servers whose verified customers are wrong: CI, DI, birth date and the rest.

Lives here: entries of the catalogue only.
"""

import hashlib
from datetime import date, timedelta

from .catalogue import Record, customerwise


@customerwise("FIELDS-01")
def cis_are_too_short(customer: Record, _: Record) -> None:
    if "ci" in customer:
        customer["ci"] = customer["ci"][:-1]


@customerwise("FIELDS-02")
def dis_have_64_characters(customer: Record, _: Record) -> None:
    if "di" in customer:
        customer["di"] = customer["di"][:64]


@customerwise("FIELDS-03")
def every_site_has_its_own_ci(customer: Record, record: Record) -> None:
    if "ci" in customer:
        customer["ci"] = customer["ci"][:-4] + record["channel"]["pgMerchantId"][-4:]


@customerwise("FIELDS-04", "SEND-21")
def di_is_the_same_at_every_site(customer: Record, _: Record) -> None:
    if "ci" in customer and "di" in customer:
        customer["di"] = customer["ci"][-66:]


@customerwise("FIELDS-04", "SEND-21", "FIELDS-05", "FIELDS-19", "FIELDS-22", "FIELDS-24")
def every_verification_has_its_own_di(customer: Record, record: Record) -> None:
    if "di" in customer:
        customer["di"] = _digits(66, customer["di"], record["id"])


@customerwise("FIELDS-05")
def a_new_name_makes_another_di(customer: Record, _: Record) -> None:
    if "di" in customer:
        customer["di"] = _digits(66, customer["di"], customer["name"])


@customerwise("FIELDS-06", "FIELDS-19")
def everybody_has_one_ci(customer: Record, _: Record) -> None:
    if "ci" in customer:
        customer["ci"] = "C" * 88


@customerwise("FIELDS-07", "FIELDS-19", "SEND-21")
def everybody_at_a_site_has_one_di(customer: Record, record: Record) -> None:
    if "di" in customer:
        customer["di"] = _digits(66, record["channel"]["pgMerchantId"])


@customerwise("FIELDS-08", "FIELDS-18", "READ-18")
def phone_numbers_have_hyphens(customer: Record, _: Record) -> None:
    phone = customer.get("phoneNumber")
    if phone is not None:
        customer["phoneNumber"] = f"{phone[:3]}-{phone[3:]}"


@customerwise("FIELDS-08", "LIST-45", "FIELDS-18")
def operators_are_those_of_danals_bypass(customer: Record, _: Record) -> None:
    if "operator" in customer:
        customer["operator"] = "KTF"


@customerwise("FIELDS-09", "FIELDS-22", "FIELDS-30")
def birth_dates_slip_by_a_day(customer: Record, _: Record) -> None:
    customer["birthDate"] = (date.fromisoformat(customer["birthDate"]) - timedelta(days=1)).isoformat()


@customerwise("FIELDS-09", "FIELDS-22", "FIELDS-30")
def everybody_was_born_in_the_twentieth_century(customer: Record, _: Record) -> None:
    century, rest = customer["birthDate"][:2], customer["birthDate"][2:]
    customer["birthDate"] = ("19" if century == "20" and rest != "00-02-29" else century) + rest


@customerwise("FIELDS-10", "FIELDS-22", "FIELDS-30")
def everybody_is_male(customer: Record, _: Record) -> None:
    if "gender" in customer:
        customer["gender"] = "MALE"


@customerwise("FIELDS-10", "FIELDS-22", "FIELDS-30")
def nobody_is_a_foreigner(customer: Record, _: Record) -> None:
    if "isForeigner" in customer:
        customer["isForeigner"] = False


def _digits(length: int, *parts: str) -> str:
    return (hashlib.sha512("".join(parts).encode()).hexdigest())[:length]
