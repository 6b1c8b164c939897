"""What the tests of the API send."""

COMPANY = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "100",
    "scope": "餐饮服务",
    "address": "青岚市东城区学府路12号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
}
PERSONAL = ("110105199005120022", "13800000001", "1990-05-12")
PARTY = {"kind": "person", "name": "林晓", "code": "110105199005120022"}
