//! Names and facts of made-up companies.

use std::collections::BTreeSet;

use super::dice::Dice;

/// A made-up company.
#[derive(Debug)]
pub(super) struct Company {
    pub(super) name: String,
    pub(super) english: bool,
    pub(super) industry: &'static str,
    pub(super) city: &'static str,
    pub(super) area_code: &'static str,
    pub(super) domain: String,
}

/// City, name in English, area code.
type City = (&'static str, &'static str, &'static str);

const EAST: [City; 10] = [
    ("上海", "Shanghai", "021"),
    ("苏州", "Suzhou", "0512"),
    ("无锡", "Wuxi", "0510"),
    ("南京", "Nanjing", "025"),
    ("杭州", "Hangzhou", "0571"),
    ("宁波", "Ningbo", "0574"),
    ("合肥", "Hefei", "0551"),
    ("常州", "Changzhou", "0519"),
    ("嘉兴", "Jiaxing", "0573"),
    ("南通", "Nantong", "0513"),
];
const NORTH: [City; 9] = [
    ("北京", "Beijing", "010"),
    ("天津", "Tianjin", "022"),
    ("石家庄", "Shijiazhuang", "0311"),
    ("青岛", "Qingdao", "0532"),
    ("济南", "Jinan", "0531"),
    ("太原", "Taiyuan", "0351"),
    ("大连", "Dalian", "0411"),
    ("沈阳", "Shenyang", "024"),
    ("唐山", "Tangshan", "0315"),
];
const SOUTH: [City; 9] = [
    ("广州", "Guangzhou", "020"),
    ("深圳", "Shenzhen", "0755"),
    ("东莞", "Dongguan", "0769"),
    ("佛山", "Foshan", "0757"),
    ("珠海", "Zhuhai", "0756"),
    ("厦门", "Xiamen", "0592"),
    ("长沙", "Changsha", "0731"),
    ("惠州", "Huizhou", "0752"),
    ("中山", "Zhongshan", "0760"),
];

/// First part of a name: Chinese, English, mailbox.
const STEMS: [(&str, &str); 32] = [
    ("恒锐", "Hengrui"),
    ("华益", "Huayi"),
    ("博远", "Boyuan"),
    ("瑞丰", "Brightway"),
    ("鼎成", "Summit"),
    ("启明", "Morningstar"),
    ("天和", "Harmony"),
    ("联创", "Unitech"),
    ("永泰", "Evergreen"),
    ("宏拓", "Pioneer"),
    ("德信", "Trustwell"),
    ("金鹏", "Golden Roc"),
    ("嘉禾", "Jiahe"),
    ("明远", "Farsight"),
    ("锦程", "Silkroad"),
    ("新宇", "Newcosm"),
    ("卓立", "Zenith"),
    ("东昇", "Sunrise"),
    ("三合", "Trinity"),
    ("汇智", "Convergent"),
    ("安捷", "Swiftsure"),
    ("创越", "Overland"),
    ("百川", "Riverline"),
    ("晨光达", "Daybreak"),
    ("海纳", "Oceanic"),
    ("凌云", "Highcloud"),
    ("盛唐", "Shengtang"),
    ("众诚", "Allied"),
    ("远航", "Voyager"),
    ("力诺恩", "Linoen"),
    ("康源", "Kangyuan"),
    ("星辰", "Stellar"),
];

/// Second part of a name in both languages, and the industry by the national classification.
const INDUSTRIES: [(&str, &str, &str); 16] = [
    ("精密机械", "Precision Machinery", "制造业-通用设备制造"),
    ("智能装备", "Automation", "制造业-专用设备制造"),
    ("新材料", "Advanced Materials", "制造业-化学制品制造"),
    ("电子科技", "Electronics", "制造业-计算机通信电子设备制造"),
    ("医疗器械", "Medical Devices", "制造业-医疗仪器设备制造"),
    ("食品", "Foods", "制造业-食品制造"),
    ("汽车零部件", "Auto Parts", "制造业-汽车制造"),
    ("包装", "Packaging", "制造业-印刷包装"),
    ("纺织", "Textiles", "制造业-纺织"),
    ("生物制药", "Biopharma", "制造业-医药制造"),
    ("仓储物流", "Logistics", "交通运输-仓储物流"),
    ("环保工程", "Environmental Engineering", "水利环境-生态保护"),
    ("信息技术", "Information Systems", "信息技术-软件服务"),
    ("新能源", "New Energy", "制造业-电气机械制造"),
    ("建材", "Building Materials", "制造业-非金属矿物制品"),
    ("供应链", "Supply Chain", "商务服务-供应链管理"),
];

impl Company {
    /// Invents a company of a region whose name is not in `names` yet.
    pub(super) fn invent(dice: &mut Dice, region: &str, names: &mut BTreeSet<String>) -> Self {
        let english = dice.chance(15);
        let mut tries = 0;
        loop {
            let mut company = Self::draw(dice, region, english);
            tries += 1;
            if tries > 50 {
                // A very large workspace: branches carry a number.
                company.name = format!("{}{}", company.name, tries + names.len());
            }
            if names.insert(company.name.clone()) {
                return company;
            }
        }
    }

    fn draw(dice: &mut Dice, region: &str, english: bool) -> Self {
        let (city, city_en, area_code) = match region {
            "north" => dice.pick(&NORTH),
            "south" => dice.pick(&SOUTH),
            _ => dice.pick(&EAST),
        };
        let (stem, stem_en) = dice.pick(&STEMS);
        let (word, word_en, industry) = dice.pick(&INDUSTRIES);
        let name = if english {
            let suffix = dice.pick(&["Co., Ltd.", "Ltd.", "Group", "(China) Co., Ltd.", "Holdings"]);
            format!("{city_en} {stem_en} {word_en} {suffix}")
        } else {
            match dice.range(0, 99) {
                0..=64 => format!("{city}{stem}{word}有限公司"),
                65..=79 => format!("{stem}{word}股份有限公司"),
                80..=87 => format!("{stem}{word}（{city}）有限公司"),
                88..=94 => format!("{stem}实业集团{word}有限公司{city}分公司"),
                _ => format!("{city}{stem}{word}厂"),
            }
        };
        let slug: String = stem_en.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
        let domain = format!("{slug}-{}.example", city_en.to_lowercase());
        Self { name, english, industry, city, area_code, domain }
    }
}
