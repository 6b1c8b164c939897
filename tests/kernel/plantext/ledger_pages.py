"""One layout on damaged pages: wrapped, glued, inside a site, in other characters."""

import random
from dataclasses import replace

from ledger_base import Entry, Rendered, bracketed, wrap
from ledger_units import in_brackets, in_fields


def wrapped(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Hard lines as out of a PDF, page numbers in between."""
    text, answers = bracketed(ledger, rng)
    width, page = rng.randint(28, 40), rng.choice(("- {} -", "—{}—", "{}", "第 {} 页 共 9 页"))
    short = [piece for line in text.split("\n") for piece in wrap("　　" + line, width)]
    size, lines = rng.randint(12, 24), []
    for index, line in enumerate(short, 1):
        lines.append(line)
        if index % size == 0:
            lines += ["", page.format(index // size), ""]
    return "\n".join(lines), answers


def on_one_line(ledger: list[Entry], rng: random.Random) -> Rendered:
    """No line break in the whole plan."""
    text, answers = bracketed(ledger, rng)
    return text.replace("\n", rng.choice(("　　", " ", "  "))), answers


def in_a_site(ledger: list[Entry], rng: random.Random) -> Rendered:
    """A saved page with menus, share bar, links and footer."""
    text, answers = bracketed(ledger, rng)
    tag = rng.choice(("p", "div"))
    body = "".join(f"<{tag}>{line}</{tag}>" for line in text.split("\n"))
    menu = "".join(f"<li><a href='/'>{name}</a></li>" for name in ("首页", "政务公开", "互动交流"))
    links = "<li>1、海岬市召开营商环境推进会，要求3月底前完成整改</li><li>2、图解行动方案</li>"
    return (
        f"<html><head><title>行动方案-海岬市人民政府</title></head><body><ul>{menu}</ul>"
        f"<div>您当前的位置：首页 &gt; 政务公开 &gt; 市政府文件</div><div>{body}</div>"
        f"<div>【打印】【关闭窗口】 分享到： 微信 微博</div><ul>{links}</ul>"
        "<div>主办：海岬市人民政府办公室 网站标识码：9900010001</div></body></html>",
        answers,
    )


def half_width(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Marks of half width, stops too."""
    text, answers = bracketed(ledger, rng)
    table = str.maketrans("，；：（）。．", ",;:().." if rng.random() < 0.5 else ",;:()。.")
    return text.translate(table), answers


def spaced(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Blanks round the numbers, as typists leave them."""
    text, answers = bracketed(ledger, rng)
    out = ""
    for index, char in enumerate(text):
        before = text[index - 1] if index else ""
        edge = char.isascii() and char.isdigit() != (before.isascii() and before.isdigit())
        if before and before != "\n" and (edge or (before.isdigit() and not char.isdigit())):
            out += "" if char in "．\n" else " "
        out += char
    return out, answers


def look_alikes(ledger: list[Entry], rng: random.Random) -> Rendered:
    """Letters for digits, and characters that a scanner mixes up."""
    text, answers = bracketed(ledger, rng)
    swaps = {"0": "O", "1": "l", "工作日": "工作曰", "已经": "巳经"}
    for right in rng.sample(sorted(swaps), 3):
        if right in "01":
            text = "".join(
                swaps[right] if char == right and rng.random() < 0.6 and near(text, at) else char
                for at, char in enumerate(text)
            )
        else:
            text = text.replace(right, swaps[right])
    return text, answers


def near(text: str, at: int) -> bool:
    """Whether another digit stands beside, so that a letter there is plainly a digit."""
    return any(text[i : i + 1].isdigit() for i in (at - 1, at + 1)) and text[at + 1] != "．"


PAIRS = (
    "业業优優务務办辦区區协協单單压壓县縣发發员員国國场場处處审審导導层層应應强強"
    "执執扩擴报報据據无無时時标標检檢权權条條构構济濟环環现現监監盖蓋营營规規觉覺"
    "计計认認让讓设設证證评評诉訴识識词詞试試该該请請调調贸貿负負责責贷貸费費资資"
    "达達过過进進运運连連进進适適选選递遞邮郵银銀错錯长長门門问問间間阅閱险險难難"
    "项項须須领領频頻题題额額风風驶駛验驗骤驟齐齊产產内內军軍农農决決减減动動励勵"
    "劳勞务務华華号號启啟围圍团團图圖备備复復头頭奖獎实實对對岗崗开開录錄总總户戶"
    "护護拟擬拥擁担擔损損换換损損断斷术術来來极極梳梳档檔楼樓毕畢汇匯沟溝没沒测測"
    "浅淺济濟涉涉渐漸灵靈点點热熱爱愛牵牽状狀独獨环環电電画畫畅暢疗療确確础礎离離"
    "积積称稱稳穩窗窗竞競笔筆简簡类類级級纪紀约約纳納线線练練组組织織终終经經结結"
    "络絡统統继繼续續综綜绩績缩縮编編网網罚罰职職联聯胜勝脑腦与與关關兴興养養写寫"
    "况況净淨几幾则則创創别別制製划劃剧劇力力办辦协協单單压壓厅廳历歷参參双雙变變"
    "们們为為记記给給专專个個将將范範争爭后後岁歲么麼种種劝勸动動"
    "台臺听聽员員响響属屬岛島师師带帶帮幫广廣庆慶库庫张張当當录錄彻徹态態怀懷惩懲"
    "戏戲战戰扫掃报報抢搶择擇挂掛挥揮捞撈损損摄攝数數旧舊显顯普普暂暫机機杀殺杂雜"
    "权權构構枢樞树樹样樣桥橋梦夢步步汉漢污污汤湯沪滬泽澤洁潔洒灑浏瀏涨漲淀澱"
)
TRADITIONAL = {a: b for a, b in zip(PAIRS[::2], PAIRS[1::2], strict=True) if a != "制"}


def traditional(ledger: list[Entry], rng: random.Random) -> Rendered:
    """The whole plan in traditional characters, names and titles as printed."""
    text, answers = rng.choice((bracketed, in_brackets, in_fields))(ledger, rng)
    table = str.maketrans(TRADITIONAL)

    def printed(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name.translate(table) for name in names)

    return text.translate(table), [
        replace(
            one,
            title=one.title.translate(table),
            unit=one.unit.translate(table),
            lead=printed(one.lead),
            responsible=printed(one.responsible),
            cooperating=printed(one.cooperating),
        )
        for one in answers
    ]
