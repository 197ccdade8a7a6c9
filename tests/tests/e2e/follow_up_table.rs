//! The sample rows of the source documents, typed by a rep without network, synced, and exported as the table of
//! twelve columns.

use anyhow::Result;
use fieldnote_tests::paths;
use fieldnote_tests::phone::{Look, Phone};
use fieldnote_tests::server::Server;

use crate::turn;

/// A customer of the samples.
struct Customer {
    number: &'static str,
    name: &'static str,
    grade: &'static str,
    state: &'static str,
    contacts: &'static [Contact],
    records: &'static [Record],
}

struct Contact {
    name: &'static str,
    position: &'static str,
    department: &'static str,
}

struct Record {
    ended: &'static str,
    channel: &'static str,
    with: &'static str,
    summary: &'static str,
    feedback: &'static str,
    todos: &'static [Todo],
    next: &'static str,
    next_purpose: &'static str,
}

struct Todo {
    title: &'static str,
    who: &'static str,
    due: &'static str,
    standard: &'static str,
}

/// Spec 2.6: the three rows of the S1 table, and the S0 visit at the customer of the first of them.
const SAMPLES: [Customer; 3] = [
    Customer {
        number: "001",
        name: "科技有限公司",
        grade: "A 重点客户",
        state: "高意向",
        contacts: &[
            Contact { name: "*总监", position: "", department: "市场部" },
            Contact { name: "*经理", position: "采购总监", department: "" },
        ],
        records: &[
            Record {
                ended: "2023-10-26T10:40",
                channel: "拜访",
                with: "*经理",
                summary: "1.确认设备技术参数；2.询问客户对报价的反馈；3.介绍成功案例（YY公司使用后效率提升30%）",
                feedback: "技术参数符合要求，但报价超出预算10%，希望提供分期付款方案",
                todos: &[
                    Todo {
                        title: "制定分期付款方案", who: "李经理", due: "2023-10-31", standard: "三期，含利息测算"
                    },
                    Todo {
                        title: "整理YY公司案例报告", who: "李经理", due: "2023-10-29", standard: "含数据对比"
                    },
                ],
                next: "2023-10-29",
                next_purpose: "沟通分期方案，同步案例报告",
            },
            Record {
                ended: "2024-03-10T15:00",
                channel: "电话",
                with: "*总监",
                summary: "确认演示时间，客户关注ROI",
                feedback: "希望3天内收到定制模块的报价",
                todos: &[Todo {
                    title: "提交报价", who: "李经理", due: "2024-03-13", standard: "含定制模块"
                }],
                next: "2024-03-15",
                next_purpose: "跟进报价",
            },
        ],
    },
    Customer {
        number: "002",
        name: "YY实业集团",
        grade: "B 潜力客户",
        state: "低活跃",
        contacts: &[Contact { name: "*经理", position: "", department: "采购部" }],
        records: &[Record {
            ended: "2024-03-08T11:00",
            channel: "即时消息",
            with: "*经理",
            summary: "发送成本优化报告",
            feedback: "认为系统复杂，需要培训",
            todos: &[Todo {
                title: "安排线上培训", who: "周助理", due: "2024-03-20", standard: "一小时，有回放"
            }],
            next: "2024-03-25",
            next_purpose: "回访培训效果",
        }],
    },
    Customer {
        number: "003",
        name: "ZZ小微企业",
        grade: "C 低潜力客户",
        state: "初次咨询",
        contacts: &[Contact { name: "*总", position: "负责人", department: "" }],
        records: &[Record {
            ended: "2024-03-05T16:00",
            channel: "邮件",
            with: "*总",
            summary: "发送产品手册，邀请参加线上会议",
            feedback: "预算有限，正在对比3家供应商",
            todos: &[Todo {
                title: "提供基础版报价", who: "李经理", due: "2024-03-15", standard: "只含基础模块"
            }],
            next: "2024-03-18",
            next_purpose: "跟进报价",
        }],
    },
];

async fn create(phone: &Phone, customer: &Customer) -> Result<String> {
    phone.goto("/new/customer").await?;
    phone.fill("客户名称", customer.name).await?;
    phone.fill("客户编号", customer.number).await?;
    phone.choose("客户等级", customer.grade).await?;
    phone.choose("当前状态", customer.state).await?;
    phone.tap("button", "保存客户").await?;
    phone.see("新客户已存本机").await?;
    let path = phone.path().await?;
    let id = path.rsplit('/').next().unwrap_or_default().to_owned();
    for contact in customer.contacts {
        phone.goto(&format!("/new/contact/{id}")).await?;
        phone.fill("联系人姓名", contact.name).await?;
        phone.fill("职位", contact.position).await?;
        phone.fill("部门", contact.department).await?;
        phone.tap("button", "保存联系人").await?;
        phone.wait_for("tab", "档案").await?;
    }
    Ok(id)
}

async fn record(phone: &Phone, id: &str, record: &Record) -> Result<()> {
    phone.goto(&format!("/record/{id}")).await?;
    phone.set("结束时间", record.ended).await?;
    phone.tap("radio", record.channel).await?;
    phone.tap("button", record.with).await?;
    phone.fill("谈了什么", record.summary).await?;
    phone.fill("客户反馈", record.feedback).await?;
    phone.tap("radio", "选日期").await?;
    phone.set("选日期", record.next).await?;
    phone.fill("下次目的", record.next_purpose).await?;
    for (index, todo) in record.todos.iter().enumerate() {
        let nth = |label: &str| format!("{label}#{}", index + 1);
        phone.tap("button", "加一条待办").await?;
        phone.fill(&nth("要做什么"), todo.title).await?;
        phone.choose(&nth("负责人"), todo.who).await?;
        phone.set(&nth("期限"), todo.due).await?;
        phone.fill(&nth("交付标准"), todo.standard).await?;
    }
    phone.tap("button", "保存跟进").await?;
    phone.see("跟进已存本机").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_samples_of_the_sources_typed_offline_come_out_as_the_table_of_the_source() -> Result<()> {
    let _turn = turn().await;
    let mut server = Server::with_people(&[("li", "李经理", "rep"), ("zhou", "周助理", "rep")])?;
    let phone = Phone::signed_in(&server, "li", Look::PHONE).await?;
    server.stop()?;
    for customer in &SAMPLES {
        let id = create(&phone, customer).await?;
        for visit in customer.records {
            record(&phone, &id, visit).await?;
        }
    }
    server.start()?;
    phone.synced().await?;

    phone.goto("/settings").await?;
    phone.tap("button", "导出跟进表").await?;
    let table = phone.downloaded(".csv").await?;
    assert_eq!(table, paths::golden("follow-up-table.csv")?);
    Ok(())
}
