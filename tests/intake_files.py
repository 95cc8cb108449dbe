"""Files of filings as clerks bring them: a few rows, or two hundred with nine different faults."""

HEADER = "案号,案件类型,案件名称,案由,标的额(万元),申请执行人,被执行人,乡镇,立案日期\n"
FAULTS = {
    10: "（2022）内0222执5009号",  # 案号 is none of this office's
    30: "3.5",  # the claim is a word
    50: "2022-09-05",  # the day does not exist
    70: "2022-09-05",  # the day lies in the future
    90: "赵某",  # nobody to enforce against
    110: "金山镇",  # no such town
    130: "首次执行",  # contradicts the number
    150: "（2022）内0222执5149号",  # the number of another row
    170: "2",  # no claim at all
}
"""The nine faulty rows of the file by number, each with what puts it right."""


def a_row(number: int, claim: str = "3", day: str = "2022-09-05", **more: str) -> str:
    """A row of the file, with columns changed as wanted."""
    cells = {
        "case_no": f"（2022）内0222执{5000 + number}号",
        "kind": "执",
        "title": "某案",
        "cause": "民间借贷纠纷",
        "claim": claim,
        "creditor": "钱某",
        "debtor": f"赵某{number}",
        "town": "金山镇",
        "day": day,
    }
    return ",".join({**cells, **more}.values())


def a_file(*rows: str, encoding: str = "utf-8") -> bytes:
    """The bytes of a file of such rows."""
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode(encoding)


def two_hundred_rows() -> bytes:
    """Two hundred rows, nine of which have a fault each, no two alike."""
    wrong = {
        10: {"case_no": "内执九号"},
        30: {"claim": "很多"},
        50: {"day": "2022-02-30"},
        70: {"day": "2032-09-05"},
        90: {"debtor": ""},
        110: {"town": "无此镇"},
        130: {"kind": "执恢"},
        150: {"case_no": "（2022）内0222执5148号"},
        170: {"claim": ""},
    }
    return a_file(*(a_row(line - 1, **wrong.get(line, {})) for line in range(2, 202)))


def forty_seven_rows() -> bytes:
    """Forty-seven rows without a fault, as of any week."""
    causes = ("民间借贷纠纷", "买卖合同纠纷", "金融借款合同纠纷", "信用卡纠纷", "劳动争议")
    towns = ("金山镇", "银号镇", "怀朔镇")
    return a_file(
        *(
            a_row(
                number, claim=f"{number * 7 % 90 + 1}.{number % 10}", cause=causes[number % 5], town=towns[number % 3]
            )
            for number in range(1, 48)
        )
    )
