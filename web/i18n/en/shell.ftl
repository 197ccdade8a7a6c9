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
