//! The person's devices, and switching one off.

use fieldnote_core::values::{DeviceId, Instant};
use yew::prelude::*;

use crate::frame::icon;
use crate::hooks::use_context;
use crate::i18n::{self, args, format, t, ta};
use crate::platform::http::{self, DeviceInfo, HttpError};
use crate::platform::page;
use crate::platform::task::spawn;

const DIALOG: &str = "revoke";

/// The list; it needs the network, the rest of the screen does not.
#[component]
pub(super) fn Devices() -> Html {
    let list = use_state(|| None::<Result<Vec<DeviceInfo>, HttpError>>);
    let chosen = use_state(|| None::<DeviceInfo>);
    let load = {
        let list = list.setter();
        Callback::from(move |()| {
            let list = list.clone();
            spawn(async move { list.set(Some(http::devices().await)) });
        })
    };
    {
        let load = load.clone();
        use_effect_with((), move |()| load.emit(()));
    }
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |device: DeviceInfo| {
            chosen.set(Some(device));
            page::open_dialog(DIALOG);
        })
    };
    let revoke = {
        let list = list.setter();
        Callback::from(move |device: DeviceId| {
            let (load, list) = (load.clone(), list.clone());
            page::close_dialog(DIALOG);
            spawn(async move {
                match http::revoke_device(device).await {
                    Ok(()) => load.emit(()),
                    Err(error) => list.set(Some(Err(error))),
                }
            });
        })
    };
    let body = match &*list {
        None => html! { <p class="dim pad" role="status">{ t!("opening") }</p> },
        Some(Err(error)) => html! { <p class="dim pad" role="status">{ i18n::http(error) }</p> },
        Some(Ok(devices)) => html! {
            <ul class="list plain" role="list">
                for device in devices.iter() {
                    <DeviceRow key={device.id.to_string()} device={device.clone()} choose={choose.clone()} />
                }
            </ul>
        },
    };
    html! {
        <section class="section" aria-labelledby="dv">
            <div class="section-head"><h2 id="dv">{ t!("devices") }</h2></div>
            { body }
            <RevokeDialog device={(*chosen).clone()} {revoke} />
        </section>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct DeviceRowProps {
    device: DeviceInfo,
    choose: Callback<DeviceInfo>,
}

#[component]
fn DeviceRow(props: &DeviceRowProps) -> Html {
    let context = use_context();
    let device = &props.device;
    let seen = device.last_seen_at.map(|at| {
        let when = format::when(Instant(at), context.now, context.policy.zone_minutes);
        ta!("devices-seen", args![when = when])
    });
    let onclick = {
        let device = device.clone();
        props.choose.reform(move |_: MouseEvent| device.clone())
    };
    html! {
        <li class="row icon-lead">
            { icon("device") }
            <div class="row-main">
                <span class="row-title">
                    { &device.name }
                    if device.current { <span class="tag" data-tone="ok">{ t!("devices-current") }</span> }
                </span>
                <span class="row-meta">{ seen }</span>
            </div>
            if !device.current {
                <button class="link tint-late pad-end" type="button" {onclick}>
                    { t!("devices-revoke") }<span class="sr">{ &device.name }</span>
                </button>
            }
        </li>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct RevokeDialogProps {
    device: Option<DeviceInfo>,
    revoke: Callback<DeviceId>,
}

#[component]
fn RevokeDialog(props: &RevokeDialogProps) -> Html {
    let close = Callback::from(|_: MouseEvent| page::close_dialog(DIALOG));
    let name = props.device.as_ref().map(|device| device.name.clone()).unwrap_or_default();
    let onclick = {
        let (id, revoke) = (props.device.as_ref().map(|device| device.id), props.revoke.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(id) = id {
                revoke.emit(id);
            }
        })
    };
    html! {
        <dialog class="dialog" id={DIALOG} aria-labelledby="revoke-t">
            <h2 id="revoke-t">{ ta!("devices-revoke-title", args![name = name]) }</h2>
            <p>{ t!("devices-revoke-text") }</p>
            <div class="cluster">
                <button class="btn" type="button" onclick={close}>{ t!("cancel") }</button>
                <button class="btn btn-danger" type="button" {onclick}>{ t!("devices-revoke") }</button>
            </div>
        </dialog>
    }
}
