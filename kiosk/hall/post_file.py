"""邮寄的规矩: how a hall posts, the columns of the post's bulk file, and what its words mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kiosk.hall.words import NO_WORDS, Words

FIELDS = (
    "reference",
    "mail_number",
    "recipient",
    "phone",
    "province",
    "city",
    "county",
    "street",
    "address",
    "postcode",
    "contents",
    "pieces",
    "sender",
    "sender_phone",
    "sender_address",
    "empty",
)
MEANINGS = ("under_way", "delivered", "refused", "returned")
SIGNERS = ("recipient", "substitute", "other")


@dataclass(frozen=True, slots=True)
class PostColumn:
    """One column of the post's bulk file: its title, and which of ours stands in it (or always the same)."""

    title: str
    field: str
    always: str = ""


@dataclass(frozen=True, slots=True)
class PostFile:
    """How files go to the post and come back.

    The three titles are those of the file that comes back; `states` and `signers` say which of the
    post's words mean which of ours.
    """

    columns: tuple[PostColumn, ...] = (
        PostColumn("申请单编号", "reference"),
        PostColumn("邮件号", "mail_number"),
        PostColumn("收件人", "recipient"),
        PostColumn("收件人电话", "phone"),
        PostColumn("省", "province"),
        PostColumn("市", "city"),
        PostColumn("县（区）", "county"),
        PostColumn("详细地址", "street"),
        PostColumn("邮编", "postcode"),
        PostColumn("内件", "contents"),
        PostColumn("件数", "pieces"),
    )
    reference: str = "申请单编号"
    mail_number: str = "邮件号"
    state: str = "状态"
    signer: str = "签收人"
    states: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "收寄": "under_way",
                "运输中": "under_way",
                "投递中": "under_way",
                "妥投": "delivered",
                "已签收": "delivered",
                "拒收": "refused",
                "退回": "returned",
            }
        )
    )
    signers: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {"": "recipient", "本人": "recipient", "代收人": "substitute", "他人": "other"}
        )
    )


@dataclass(frozen=True, slots=True)
class CourierRules:
    """How results are posted.

    `province`, `city`, `county` and `postcode` are the hall's own, offered first. What is undelivered after
    `undelivered_days` is a list; of what was delivered every `sample_every`-th recipient is called (0: none).
    `rounds` says when the post collects. A recipient is forgotten `keep_years` after the end.
    """

    province: str = ""
    city: str = ""
    county: str = ""
    postcode: str = ""
    undelivered_days: int = 7
    sample_every: int = 10
    keep_years: int = 2
    rounds: Words = NO_WORDS
    post: PostFile = field(default_factory=PostFile)


POSTING = CourierRules()  # of a hall that has said nothing about it
