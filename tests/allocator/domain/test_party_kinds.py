"""What a party is, told by its name alone."""

import pytest

from allocator.domain.cases import PartyKind
from allocator.domain.party_kinds import kind_of_name


@pytest.mark.parametrize(
    "name, kind",
    [
        ("赵某", PartyKind.PERSON),
        ("包头市某某商贸有限公司", PartyKind.ENTERPRISE),
        ("固阳县农村信用社", PartyKind.ENTERPRISE),
        ("某某种养殖专业合作社", PartyKind.ENTERPRISE),
        ("Vermeer B.V.", PartyKind.ENTERPRISE),
        ("固阳县人民政府", PartyKind.ORGAN),
        ("国家税务总局固阳县税务局", PartyKind.ORGAN),
        ("白云鄂博矿区人民政府", PartyKind.ORGAN),
        ("固阳县新店村村民委员会", PartyKind.ENTERPRISE),
        ("银行保险监督管理局", PartyKind.ORGAN),
        ("固阳县公安局机关服务中心", PartyKind.ENTERPRISE),
        ("金山镇政府", PartyKind.ORGAN),
        ("固阳县委", PartyKind.ORGAN),
        ("中共固阳县委宣传部", PartyKind.ORGAN),
        ("固阳县武装部", PartyKind.ORGAN),
        ("某部队", PartyKind.ORGAN),
        ("六一三八某部队", PartyKind.ORGAN),
        ("李矿生", PartyKind.PERSON),
        ("张店", PartyKind.PERSON),
        ("王局", PartyKind.PERSON),
        ("砖厂", PartyKind.ENTERPRISE),
        ("固阳县农村信用合作联社", PartyKind.ENTERPRISE),
        ("固阳县金山镇张三服装经营部", PartyKind.ENTERPRISE),
        ("固阳县第一中学", PartyKind.ENTERPRISE),
        ("固阳县人民医院", PartyKind.ENTERPRISE),
        ("某公司", PartyKind.ENTERPRISE),
    ],
)
def test_a_name_tells_what_a_party_is(name, kind):
    """What stands at the end of a name decides: a mining district's government is no mine."""
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    "kind,names",
    [
        (
            PartyKind.ENTERPRISE,
            (
                "Greenfield Trading Limited|ACME LTD|acme ltd.|Smith & Sons LLP|Acme Corporation|Acme GmbH|Bank of North|X Co.|Y Inc.|"
                "Foo Co., Ltd.|ACME CO|某某Ltd|ＡＣＭＥ　ＬＴＤ|Council Trading Ltd|Vermeer BV|Smith & Co"
            ),
        ),
        (
            PartyKind.ORGAN,
            "Ministry of Works|Northshire County Council|City of Z|Dept of Roads|DEPARTMENT OF JUSTICE|High Court",
        ),
        (
            PartyKind.PERSON,
            "Bancroft|John Councilman|Incze|Mary Banks|Cole Coburn|Ann Limitedson|Margaret Court|Margaret Corpuz|Paul Grouper",
        ),
    ],
)
def test_an_english_name_tells_it_by_whole_words(kind, names):
    """ACME LTD is an enterprise in either case; Bancroft is no bank."""
    assert {name: kind_of_name(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), kind)
