"""Forms and items of the case tests."""

FORM = {
    "company": "青岚市明禾餐饮有限公司",
    "uscc": "91990101MA0000001Y",
    "owner": "林晓",
    "birth": "1990-05-12",
    "idno": "110105199005120022",
    "phone": "13800000001",
    "seats": "40",
    "kind": "餐饮",
}
PERMIT = {
    "code": "test-permit",
    "name": "食品经营许可（测试）",
    "family": "application",
    "handled": "here",
    "lead": "market",
    "limits": {
        "acceptance": {"value": 5, "unit": "workday", "basis": "行政许可法第三十二条"},
        "statutory": {"value": 20, "unit": "workday", "basis": "行政许可法第四十二条"},
        "promised": {"value": 5, "unit": "workday"},
    },
    "fields": [
        {"name": "company", "label": "企业名称", "type": "text", "required": True},
        {"name": "uscc", "label": "统一社会信用代码", "type": "uscc"},
        {"name": "owner", "label": "负责人", "type": "text", "required": True, "personal": True},
        {"name": "birth", "label": "出生日期", "type": "date", "past": True, "personal": True},
        {"name": "idno", "label": "身份证号", "type": "idno", "personal": True},
        {"name": "phone", "label": "联系电话", "type": "phone", "required": True},
        {"name": "seats", "label": "餐位数", "type": "number", "min": 0, "max": 5000},
        {"name": "kind", "label": "经营类别", "type": "choice", "choices": ["餐饮", "零售"]},
        {"name": "email", "label": "邮箱", "type": "email"},
        {"name": "remark", "label": "说明", "type": "longtext"},
    ],
    "steps": [
        {
            "code": "review",
            "name": "材料审查",
            "unit": "market",
            "limit": {"value": 1, "unit": "workday"},
        },
        {"code": "tax", "name": "税务核对", "unit": "tax", "after": ["review"]},
        {"code": "site", "name": "现场核查", "unit": "market", "after": ["review"]},
        {"code": "sign", "name": "签发", "unit": "market", "after": ["tax", "site"]},
    ],
    "outcomes": ["granted", "refused"],
    "licence": {
        "type": "test-licence",
        "name": "食品经营许可证",
        "prefix": "TEST",
        "valid_years": 5,
    },
    "rating": True,
}
ORDER = {
    "code": "test-order",
    "name": "督办单（测试）",
    "family": "order",
    "handled": "here",
    "lead": "assigned",
    "limits": {"promised": {"value": 10, "unit": "workday"}},
    "fields": [{"name": "demand", "label": "要求", "type": "longtext", "required": True}],
    "steps": [
        {
            "code": "answer",
            "name": "整改答复",
            "unit": "lead",
            "limit": {"value": 5, "unit": "workday"},
        },
        {"code": "verify", "name": "核查", "unit": "office", "after": ["answer"]},
    ],
    "outcomes": ["done", "terminated"],
    "guards": ["test-guard"],
}
TICKET = {
    "code": "test-ticket",
    "name": "企业诉求（测试）",
    "family": "ticket",
    "handled": "here",
    "lead": "hotline",
    "limits": {"acceptance": {"value": 1, "unit": "workday"}},
    "fields": [{"name": "demand", "label": "诉求", "type": "longtext", "required": True}],
    "steps": [{"code": "handle", "name": "办理", "unit": "tax"}],
    "outcomes": ["solved", "explained"],
}
