//! Names and positions of made-up contacts.

use fieldnote_core::command::NewContact;
use fieldnote_core::values::Code;

use super::companies::Company;
use super::dice::Dice;

const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林",
    "罗", "郑", "梁", "谢", "宋",
];
const GIVEN: [&str; 24] = [
    "伟", "建国", "志强", "丽娟", "晓东", "文博", "海燕", "国栋", "敏", "俊杰", "秀英", "振华", "雪梅", "浩然", "立新",
    "静", "明辉", "嘉怡", "永刚", "思远", "春燕", "德明", "雅琴", "少华",
];
const ENGLISH: [&str; 14] = [
    "Laura Chen",
    "Kevin Wang",
    "Daniel Müller",
    "Grace Liu",
    "Peter Novak",
    "Sarah Lin",
    "Tom Fischer",
    "Amy Zhao",
    "Henrik Larsen",
    "Irene Xu",
    "Marco Rossi",
    "Joyce Tan",
    "Robert Hale",
    "Nina Park",
];

/// Decision role, positions in Chinese, positions in English, department.
type Seat = (&'static str, [&'static str; 4], [&'static str; 4]);

const SEATS: [Seat; 4] = [
    (
        "evaluator",
        ["采购总监", "技术总监", "信息部经理", "设备部经理"],
        ["Head of Purchasing", "CTO", "IT Manager", "Plant Engineering Manager"],
    ),
    ("final", ["总经理", "副总经理", "厂长", "董事长"], ["General Manager", "Managing Director", "COO", "Owner"]),
    (
        "influencer",
        ["生产部主管", "设备工程师", "质量经理", "工艺工程师"],
        ["Production Supervisor", "Process Engineer", "Quality Manager", "Maintenance Lead"],
    ),
    (
        "other",
        ["采购专员", "行政主管", "财务主管", "项目助理"],
        ["Buyer", "Office Manager", "Financial Controller", "Project Assistant"],
    ),
];
const TRAITS: [&str; 5] = [
    "注重细节，偏好数据化沟通",
    "说话直接，看重交付周期",
    "技术出身，喜欢现场看设备",
    "谨慎，习惯多家比价",
    "重视售后响应",
];

/// Invents between one and four contacts: whoever evaluates comes first.
pub(super) fn contacts(dice: &mut Dice, company: &Company, count: i64) -> Vec<NewContact> {
    SEATS
        .iter()
        .take(usize::try_from(count).unwrap_or(1))
        .map(|(role, positions, english)| {
            let name = if company.english {
                dice.pick(&ENGLISH).to_owned()
            } else {
                format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN))
            };
            let mailbox = dice.chance(55).then(|| format!("contact{}@{}", dice.range(10, 99), company.domain));
            let phone = dice.chance(70).then(|| {
                let digits = if company.area_code.len() == 3 { 8 } else { 7 };
                let number: String = (0..digits).map(|_| char::from(b'2' + dice.range(0, 7) as u8)).collect();
                format!("{}-{number}", company.area_code)
            });
            NewContact {
                name,
                position: dice.pick(if company.english { english } else { positions }).to_owned(),
                email: mailbox.unwrap_or_default(),
                office_phone: phone.unwrap_or_default(),
                decision_role: Code::new(role),
                personality: if dice.chance(25) { dice.pick(&TRAITS).to_owned() } else { String::new() },
                preferred_channel: Code::new(dice.pick(&["phone", "visit", "email", ""])),
                preferred_hours: dice.pick(&["9:00-11:00", "14:00-16:00", "", ""]).to_owned(),
                ..NewContact::default()
            }
        })
        .collect()
}
