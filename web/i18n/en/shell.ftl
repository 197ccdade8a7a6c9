# The frame, sign-in, sync and settings.
skip = Skip to content
back = Back
close = Close
undo = Undo
got-it = Got it
try-again = Try again
opening = Opening
dock = Main action
language = Language
yesterday = Yesterday
today = Today

nav = Main navigation
nav-today = Today
nav-customers = Customers
nav-deals = Deals
nav-team = Team
nav-users = Users
nav-me = Me
nav-new = New
new-opportunity = New opportunity
new-customer = New customer
new-task = New to-do
new-record = Record a follow-up

badge-signin = Sign in
badge-held = { $n } held
badge-syncing = Syncing
badge-syncing-count = Syncing { $done }/{ $total }
badge-synced = Synced
badge-saved = { $n } saved here
badge-connecting = Connecting
badge-offline = Offline
badge-offline-saved = Offline · { $n }

banner-expired = Your sign-in has ended.{" "}
banner-expired-text = What you write is saved on this phone.{" "}
banner-sign-in-link = Sign in to sync
banner-revoked = This device was switched off.{" "}
banner-revoked-text = What is on it is still here and can be exported; sign in again to sync.{" "}
banner-too-old = This version is too old to sync.{" "}
banner-too-old-text = Reading and writing go on, everything is on this phone.{" "}
banner-too-old-link = Update
banner-store = This was not saved.{" "}
banner-store-link = What to do
banner-full = The phone is nearly full, about { $left } left.{" "}
banner-full-text = Text can still be saved; free some space soon.{" "}
banner-full-link = See storage

toast-undone = Undone
toast-not-undone = Too late to undo, others have built on it
toast-gone = { $n ->
    [one] { $name } is no longer your customer
   *[other] { $name } and others, { $n } in all, are no longer your customers
}
toast-held = { $n ->
    [one] 1 edit is held for review, nothing is lost
   *[other] { $n } edits are held for review, nothing is lost
}
toast-repairing = Checking all records again, you can go on working
toast-update = Update ready
toast-update-now = Update now

store-failed-title = This device cannot keep data
not-found-title = No such page
not-found-text = The address may be wrong; your records are all here.
not-found-link = Go to Today

failure-not-here = This customer is not on this phone; try again when online
failure-unknown = This { $what } is not there any more
failure-missing = { $field } is missing
failure-too-long = { $field } takes { $max } characters at most
failure-vague = “{ $phrase }” is too vague: write what was said and what they answered
failure-todo = To-do { $index }: { $field } is missing
failure-mobile = { $field } looks like a personal mobile number; use an office number
failure-birthday = A birthday needs the person's consent
failure-value = { $field } should be { $expected }
failure-not-allowed = You may not do this
failure-document = This customer cannot be opened; nothing was written
failure-quota = The browser has no space left; free some and save again
failure-evicted = The browser deleted the data on this phone; it must be synced again
failure-corrupt = One record on this phone cannot be read
failure-store = The browser cannot save right now; your text is still in the form

http-offline = No answer from the server; check the network
http-wrong-password = Wrong name or password
http-wrong-password-left = { $n ->
    [one] Wrong password, 1 try left
   *[other] Wrong password, { $n } tries left
}
http-too-many = { $n ->
    [one] Too many tries, wait 1 minute
   *[other] Too many tries, wait { $n } minutes
}
http-signed-out = Your sign-in has ended
http-revoked = This device was switched off
http-other = The server could not do it: { $words }

sign-in-claim = Record, look up and follow up, without a signal.
sign-in-login = Name
sign-in-login-hint = Work email or staff number
sign-in-password = Password
sign-in-button = Sign in
sign-in-busy = Signing in
sign-in-once = Only the first sign-in needs a network; afterwards it opens offline.
sign-in-help = Cannot sign in? Ask your administrator.
sign-in-wrong-person = This device holds the data of { $name }. Sign out under Me before someone else signs in.
evicted-title = The browser deleted the offline data
evicted-text = Everything { $login } had synced is on the server and is downloaded again after sign-in. Installing the app prevents this.

first-sync-title = Saving your records to this phone
first-sync-text = If the network drops, it goes on from where it stopped.
first-sync-waiting = Connecting to the server.
first-sync-progress = Sync progress
first-sync-records = Customers and records
first-sync-usable = { $n ->
    [one] 1 customer is here.
   *[other] { $n } customers are here.
}
first-sync-usable-text = You can start; the rest follows in the background.
first-sync-start = Start now
first-sync-install = Once installed, the system will not delete your offline data.

held-title = Held for review
sync-title = Sync

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
day-long = { $weekday } { $day } { $month }
span-now = just now
span-minutes = { $n } min
span-hours = { $h } h { $m } min
span-days = { $n } d

cancel = Cancel
save = Save
diff-before = Before:{" "}
diff-after = Now:{" "}

sync-now = Sync now
sync-follower = Another tab is syncing.{" "}
sync-follower-text = What you write here goes with it.
sync-waiting = Waiting to sync { $n }
sync-open-hint = Open one to see what changed
sync-last = Last synced { $when }.{" "}
sync-never = Never synced.{" "}
sync-oldest = The oldest has waited { $span }.{" "}
sync-automatic = It syncs by itself when there is a signal; closing the app is safe.
sync-skew = This device's clock is { $span } off the server's; set it right
sync-head-signin = { $n ->
    [one] Sign in to sync, 1 edit is saved on this phone
   *[other] Sign in to sync, { $n } edits are saved on this phone
}
sync-head-revoked = This device was switched off; its content is still here
sync-head-old = Update the app to sync
sync-head-syncing = Syncing, { $n } not confirmed yet
sync-head-synced = Everything is synced and confirmed by the server
sync-head-saved = { $n ->
    [one] 1 edit saved on this phone, on its way
   *[other] { $n } edits saved on this phone, on their way
}
sync-head-waiting = { $n ->
    [one] 1 edit saved on this phone, waiting for a network
   *[other] { $n } edits saved on this phone, waiting for a network
}
sync-head-offline = Offline, nothing is waiting
sync-needs-you = Needs you
sync-recent = Latest syncs
sync-exchange = { $sent } sent, { $received } received
sync-confirmed = Confirmed by the server
sync-gone = { $name }: { $why }, { $sent } sent, { $held } held

held-link-text = Edits that did not take effect; nothing is lost
held-count = { $n }
held-none = Nothing is held
held-none-text = What you wrote has taken effect or waits to sync.
held-why = Why it did not take effect
held-kept = What is not taken over is kept; you can always read it here.

export-all = Export
export-mine = Export my data
export-hint = Saves everything on this phone as a file, for another phone or for help.
export-table = Export the follow-up table
export-table-hint = Twelve columns, opens in a spreadsheet.
export-table-file = follow-ups
export-done = The file is in your downloads
export-failed = The browser did not let the file be saved

do-create-account = New customer
do-edit-account = Customer details
do-add-contact = New contact
do-edit-contact = Contact details
do-record-visit = Follow-up
do-amend-visit = Follow-up amended
do-plan-task = New to-do
do-edit-task = To-do changed
do-finish-task = To-do done
do-reopen-task = To-do opened again
do-postpone-task = To-do postponed
do-create-opportunity = New opportunity
do-edit-opportunity = Opportunity details
do-move-opportunity = Opportunity moved
do-close-opportunity = Opportunity's result
do-request-assignment = Request to assign
do-request-inactive = Request to make inactive
do-request-active = Request to take up again

settings-look = Display
settings-version = Version { $version } · a new version is offered, it never interrupts
theme = Theme
theme-auto = System
theme-light = Light
theme-dark = Dark
contrast = Outdoor contrast
contrast-auto = Standard
contrast-more = Clearer in sunlight

install-title = Add to home screen
install-text = The system will then not delete offline data at will, and it opens faster.
install-now = Add now
install-how = How
install-ios = In Safari tap Share, then Add to Home Screen, so that the iPhone does not delete offline data after weeks without use.
install-other = In the browser's menu choose Install app or Add to Home screen.

storage = Storage
storage-used = { $used } used, about { $free } free
storage-kept = The browser will not delete this data
storage-not-kept = When space runs short the browser may delete this data, unsynced edits too
storage-ask = Ask the browser to keep it

devices = Devices
devices-current = This one
devices-seen = Last seen { $when }
devices-revoke = Switch off
devices-revoke-title = Switch off “{ $name }”?
devices-revoke-text = It is signed out at once. What it has not synced stays on it and can be exported there.

password-change = Change password
password-old = Current password
password-new = New password
password-done = Password changed

leave = Sign out
leave-title = Sign out and clear this device?
leave-text = What is synced stays on the server and is downloaded again at the next sign-in.
leave-waiting = { $n ->
    [one] 1 edit is not synced yet and will be lost.
   *[other] { $n } edits are not synced yet and will be lost.
}
leave-anyway = Sign out anyway

users-add = Add user
users-edit = Edit user
users-disabled = Off
users-disable = Off, cannot sign in
users-meta = { $login } · { $role }
users-need-network = Users need a network
users-new-password = New password, empty to keep the old one
users-name = Full name
users-role = Role
users-manager = Manager
users-no-manager = Nobody above
users-regions = Regions
