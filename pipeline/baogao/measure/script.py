"""Traditional characters, in which the first State Council reports are handed down."""

from __future__ import annotations

# Only those that figures, units and the words around them are written with.
_TRADITIONAL = (
    "産並佈佔併來倉個備債價億優內兩則創劃動務勝勞區參員單噸國園圖團報場塊壓學實將專對導屬島幾廠廢廣張彈後從慶應戰戶擔據擬擴數斷"
    "於時書會東條業極構樓標樣樹橋機檢權歐歲歷歸殘殺氣決淺減測湧溫滿漁漢漲潔澤濟灣為無煉營爭現環產畝畢異當療發盡監確礦稅種積穩"
    "窮競筆節築糧糾紀約純紗紙級細終組絕給統絲經綜綠維網緊線緣練縣縮縱總績織繳繼續罷羅義習聯聲職聽肅腦臺與興舉舊艦華萬薦藝藥蘇"
    "處號蟲衆術衛裏補裝裡製複規視覺覽觀訂計討訓記設許訴診評試話該誤說課調請論證識議護譽讀變讓負財貢貧貨貫責買貸費貿資賓質賴購"
    "贏趕趙趨跡躍車軌軍較載輔輕輛輪輸轉辦辭農這連進運過達違遠適遲遷選遺邁還邊鄉鄭鄰醫釋釐針銀鋪鋼錄錢錯鍋鎖鎮鏈鐵鑽長門閉開閒"
    "間閣閱關陣陰陸陽隊際隨險雖雙雜離難雲電靜韓響項順預頓頗領頭題額願類顧顯風飛飯養餘館馬驅驗驟體鬥魚鮮鳥鹽麥麵黃點黨齊龍龐"
)
_SIMPLIFIED = (
    "产并布占并来仓个备债价亿优内两则创划动务胜劳区参员单吨国园图团报场块压学实将专对导属岛几厂废广张弹后从庆应战户担据拟扩数断"
    "于时书会东条业极构楼标样树桥机检权欧岁历归残杀气决浅减测涌温满渔汉涨洁泽济湾为无炼营争现环产亩毕异当疗发尽监确矿税种积稳"
    "穷竞笔节筑粮纠纪约纯纱纸级细终组绝给统丝经综绿维网紧线缘练县缩纵总绩织缴继续罢罗义习联声职听肃脑台与兴举旧舰华万荐艺药苏"
    "处号虫众术卫里补装里制复规视觉览观订计讨训记设许诉诊评试话该误说课调请论证识议护誉读变让负财贡贫货贯责买贷费贸资宾质赖购"
    "赢赶赵趋迹跃车轨军较载辅轻辆轮输转办辞农这连进运过达违远适迟迁选遗迈还边乡郑邻医释厘针银铺钢录钱错锅锁镇链铁钻长门闭开闲"
    "间阁阅关阵阴陆阳队际随险虽双杂离难云电静韩响项顺预顿颇领头题额愿类顾显风飞饭养余馆马驱验骤体斗鱼鲜鸟盐麦面黄点党齐龙庞"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """Return a text with the characters of figures simplified, one for one; offsets stay.

    Parameters
    ----------
    text : str
        A report. One without traditional characters comes back as it is.

    Examples
    --------
    >>> simplified("我國鋼產量達到三億噸")
    '我国钢产量达到三亿吨'
    """
    # A few characters of each report decide, so that the others need not be gone through.
    if not any(character in text for character in "國萬億"):
        return text
    return text.translate(_TABLE)
