//! What is said in talks: templates with figures.

use super::dice::Dice;

/// A talk in words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Talk {
    pub(super) topic: String,
    pub(super) summary: String,
    pub(super) feedback: String,
    pub(super) needs: String,
    pub(super) todo: String,
    pub(super) standard: String,
}

/// Topic, summary, feedback, needs, to-do, delivery standard. `{p}` percent, `{n}` a count, `{w}` 10,000 yuan,
/// `{m}` months, `{d}` days.
type Template = [&'static str; 6];

const CHINESE: [Template; 16] = [
    [
        "参数确认",
        "逐项核对设备参数，节拍要求每分钟{n}件，现有产线为半自动，操作工{n}人。",
        "参数符合要求，希望看到同行业现场。",
        "节拍提升{p}%，减少人工",
        "整理同行业现场参观安排",
        "含两家现场，注明节拍与良率",
    ],
    [
        "报价沟通",
        "介绍报价构成：设备{w}万，安装调试与培训另计，付款分三期。",
        "报价超预算约{p}%，希望分期付款。",
        "首期投入压到{w}万以内",
        "出分期付款方案",
        "三期，含利息测算",
    ],
    [
        "现场演示",
        "现场演示样机，连续运行{n}分钟，良率稳定，客户生产与质量部门都在场。",
        "认可稳定性，担心换型时间超过{n}分钟。",
        "换型时间减半",
        "提供换型时间实测数据",
        "三种产品各测五次，附视频",
    ],
    [
        "交付周期",
        "对方新厂房{m}个月后投产，设备必须提前进场，我们按标准周期排了计划。",
        "交付时间偏紧，要求书面承诺里程碑。",
        "投产前{d}天完成验收",
        "提交分阶段交付计划",
        "里程碑到周，注明双方责任",
    ],
    [
        "痛点访谈",
        "了解到人工成本占{p}%，不良率约{n}‰，旺季要临时加{n}名工人。",
        "希望{m}个月内看到成本下降。",
        "人工成本降{p}%",
        "做投资回报测算",
        "按客户实际工时，回收期精确到月",
    ],
    [
        "竞品对比",
        "客户正在比较三家供应商，另一家报价低{p}%，但没有本地服务。",
        "关注售后响应与备件价格。",
        "4小时内到场的服务",
        "整理服务网点与备件清单",
        "列出到场时限和近一年实绩",
    ],
    [
        "技术答疑",
        "技术部一起答疑{n}个问题，主要是与现有MES的接口和数据采集频率。",
        "接口方案可行，要求先做小范围验证。",
        "与MES实时对接",
        "出接口验证方案",
        "含测试用例和回退办法",
    ],
    [
        "预算进展",
        "对方财务在走预算流程，总额{w}万，预计{d}天内有结果。",
        "内部没有异议，等总经理签字。",
        "分年度付款",
        "补充预算说明材料",
        "一页纸，突出三年总成本",
    ],
    [
        "合同条款",
        "逐条过合同，争议在验收标准和质保金比例，客户要求质保金{p}%。",
        "其余条款接受，质保金需再商量。",
        "质保期延长到两年",
        "请法务出条款修改稿",
        "保留验收标准原文，给出两个方案",
    ],
    [
        "项目进展",
        "周例会，完成设备进场与就位，下周开始联调，比计划早{d}天。",
        "对进度满意，要求提前安排操作培训。",
        "培训{n}名操作工",
        "安排操作培训",
        "分两批，考核后发证",
    ],
    [
        "使用回访",
        "设备运行{m}个月，产能提升{p}%，停机{n}次，多为上料卡滞。",
        "总体满意，希望优化上料。",
        "减少上料卡滞",
        "安排工程师上门调整上料",
        "连续两班无卡滞",
    ],
    [
        "需求变化",
        "客户接到新订单，月产量要增加{p}%，考虑再上一条线。",
        "希望沿用同一平台，价格优惠。",
        "第二条产线，预算{w}万",
        "出二期方案与报价",
        "注明可复用部分与差价",
    ],
    [
        "案例分享",
        "分享同行案例：投产{m}个月效率提升{p}%，并带去实测数据。",
        "对案例感兴趣，想与那家客户直接交流。",
        "同规模案例",
        "联系案例客户安排交流",
        "对方同意后定时间，三方参加",
    ],
    [
        "初步接触",
        "在展台交换了资料，对方主要做出口，年产值约{w}百万，现有设备用了{n}年。",
        "先看资料，预算有限，同时比较三家。",
        "基础款即可",
        "发基础版报价",
        "含选配清单，不超过两页",
    ],
    [
        "质量改进",
        "客户上月客诉{n}起，集中在尺寸超差，想用在线检测替代人工抽检。",
        "认可在线检测，担心误判率。",
        "误判率低于{n}‰",
        "用客户样件做检测验证",
        "不少于500件，出误判率报告",
    ],
    [
        "节日问候",
        "节前拜访，送去行业白皮书，聊到明年扩产计划，暂定{m}个月后启动。",
        "感谢关心，明年预算里会留这一项。",
        "提前了解行业政策",
        "发行业政策解读",
        "摘要两页，标出与客户相关的补贴",
    ],
];

const ENGLISH: [Template; 8] = [
    [
        "Parameters",
        "Went through the line parameters: {n} parts a minute, {n} operators, two shifts.",
        "Parameters fit, wants to see a reference site.",
        "Raise output by {p} %",
        "Arrange a reference visit",
        "Two sites, with cycle time and yield",
    ],
    [
        "Quote",
        "Explained the quote: equipment, installation and training, three instalments.",
        "About {p} % over budget, asks for instalments.",
        "First payment below {w}0k",
        "Prepare an instalment plan",
        "Three instalments, with interest",
    ],
    [
        "Demo",
        "Ran the sample machine for {n} minutes with quality and production present.",
        "Likes the stability, worries about changeover above {n} minutes.",
        "Halve the changeover time",
        "Measure changeover",
        "Three products, five runs each, on video",
    ],
    [
        "Schedule",
        "The new plant starts in {m} months; machines must arrive before that.",
        "The schedule is tight, wants written milestones.",
        "Acceptance {d} days before the start",
        "Send a phased delivery plan",
        "Milestones by week, duties of both sides",
    ],
    [
        "Competition",
        "They compare three suppliers; one is {p} % cheaper without local service.",
        "Cares about response time and spare parts.",
        "Service on site within 4 hours",
        "List service sites and spare parts",
        "With response times of the last year",
    ],
    [
        "Interfaces",
        "Answered {n} technical questions, mostly on the MES interface.",
        "The interface is feasible, wants a small trial first.",
        "Real-time data to the MES",
        "Write the trial plan",
        "Test cases and a way back",
    ],
    [
        "Usage review",
        "After {m} months output is up {p} %, {n} stops, mostly feeding.",
        "Satisfied, wants the feeder improved.",
        "Fewer feeder stops",
        "Send an engineer to adjust the feeder",
        "Two shifts without a stop",
    ],
    [
        "Expansion",
        "New orders: monthly volume grows by {p} %, a second line is considered.",
        "Wants the same platform at a better price.",
        "A second line",
        "Quote phase two",
        "Show what can be reused",
    ],
];

/// Invents a talk; `step` moves on through the templates so that one customer hears different things.
pub(super) fn talk(dice: &mut Dice, english: bool, step: usize) -> Talk {
    let list: &[Template] = if english { &ENGLISH } else { &CHINESE };
    let template = list.get(step % list.len()).copied().unwrap_or_default();
    let [topic, summary, feedback, needs, todo, standard] = template.map(|text| fill(dice, text));
    Talk { topic, summary, feedback, needs, todo, standard }
}

fn fill(dice: &mut Dice, template: &str) -> String {
    let mut text = template.to_owned();
    for (mark, low, high) in [("{p}", 5, 30), ("{n}", 3, 36), ("{w}", 12, 180), ("{m}", 2, 9), ("{d}", 5, 25)] {
        while text.contains(mark) {
            text = text.replacen(mark, &dice.range(low, high).to_string(), 1);
        }
    }
    text
}

/// Titles of opportunities.
pub(super) const DEALS: [(&str, &str); 10] = [
    ("全自动产线改造", "Full line automation"),
    ("在线检测系统", "Inline inspection"),
    ("仓储自动化一期", "Warehouse automation, phase 1"),
    ("MES系统对接", "MES integration"),
    ("包装线升级", "Packaging line upgrade"),
    ("焊接机器人工作站", "Welding robot cell"),
    ("二期扩产设备", "Expansion equipment"),
    ("年度维保合同", "Annual maintenance"),
    ("智能上料改造", "Smart feeding"),
    ("能耗管理平台", "Energy management"),
];

/// Core needs.
pub(super) const NEEDS: [(&str, &str); 6] = [
    ("生产设备自动化程度低，人工成本高", "Low automation, high labour cost"),
    ("不良率偏高，客诉影响续单", "Defects put repeat orders at risk"),
    ("旺季产能不足，临时用工难", "Not enough capacity in the high season"),
    ("设备数据孤立，排产靠经验", "Machine data is isolated, planning by experience"),
    ("换型时间长，小批量订单亏损", "Long changeovers make small batches unprofitable"),
    ("原供应商响应慢，停机损失大", "The present supplier responds slowly"),
];
