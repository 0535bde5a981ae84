/**
 * What becomes of each column that says who somebody is, or what they wrote: in which lines of the file about a person it stands,
 * and what is left of it once they were taken out. every-column.pg.test.ts holds it against the database, so that no table is
 * forgotten, and against what really happens.
 */
export type Fate = {
  /** Lines of the file about a person that have it. */
  line: string | null
  /** Null: it is gone once they were taken out. */
  stays: string | null
  /** Why it is in no line; what is there for one row of the person's is said by another column. */
  unsaid: string | null
}

const told = (line: string): Fate => ({ line, stays: null, unsaid: null })
const toldAndStays = (line: string, stays: string): Fate => ({ line, stays, unsaid: null })
const untold = (unsaid: string): Fate => ({ line: null, stays: null, unsaid })
const neither = (why: string): Fate => ({ line: null, stays: why, unsaid: why })

const NUMBER = 'a number that leads to a row without a name'
const COUNTED = 'it is counted by'
const SECRET = 'a secret, which is no news to them'
const RANDOM = 'made by chance, and says nothing'
const PLACE = 'where it lies in the store'
const OTHERS_DOING = 'says who of the team did something; what they did is among their actions'
const OURS = 'words of ours about how a computer failed'
const ours = neither('one of a few words of ours')

/** Tables in which nothing is about a person: what is in them is the company's, the CRM's or the machine's. */
export const OF_NOBODY: Readonly<Record<string, string>> = {
  categories: 'what tickets can be about',
  crm_buckets: 'how often the CRM was called',
  crm_connections: 'the application in the CRM',
  crm_departments: 'departments of the CRM',
  crm_dictionaries: 'which lists are kept',
  crm_pipelines: 'pipelines of the CRM',
  crm_portals: 'which portal it is',
  crm_stages: 'stages of the CRM',
  help_slugs: 'addresses of articles',
  help_texts: 'articles, which are the company’s',
  key_checks: 'proof that a key is the right one',
  permissions: 'what roles may',
  rules: 'what happens by itself',
  sign_on_trips: 'a digest that nobody can trace, for minutes',
  sla_calendars: 'when work is done',
  sla_clocks: 'how clocks stand',
  sla_history: 'what clocks follow from: no words of anybody',
  sla_policies: 'what is promised',
  sla_warnings: 'marks that clocks have passed',
  sync_cursors: 'how far readings have come',
  ws_tickets: 'digests that live for seconds, and end with their session',
}

export const FATES: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  account_letters: { user_id: told('letter'), token_hash: untold(SECRET) },
  activities: {
    crm_status: ours,
    direction: ours,
    external_kind: ours,
    message_type: ours,
    author_user_id: toldAndStays('message', NUMBER),
    author_name: told('message'),
    author_email: untold('it is their own, and in the profile'),
    subject: told('message'),
    body_text: told('message'),
    body_html: untold('the text says the same'),
    from_email: told('message'),
    to_email: told('message'),
    mail_message_id: untold('the name of a mail among machines'),
    mentions: neither(NUMBER),
    client_id: neither(RANDOM),
    crm_error: untold(OURS),
    crm_digest: neither('a digest of what the CRM says, by which it is not read again'),
  },
  attempts: { key: neither('forgotten by itself within a day') },
  audit_log: {
    subject: ours,
    actor_id: toldAndStays('action', NUMBER),
    action: toldAndStays('action', 'the log cannot be rewritten; it never knew a name'),
    before: neither('the log never knew a name, nor what somebody wrote'),
    after: neither('the log never knew a name, nor what somebody wrote'),
    address: toldAndStays('action', 'as the law on access logs wants it'),
    request_id: neither(RANDOM),
  },
  auto_assignment: {
    department: neither('the company’s'),
    changed_by_id: neither(OTHERS_DOING),
  },
  cpf_accesses: { actor_id: toldAndStays('cpf-access', NUMBER), user_id: toldAndStays('cpf-access', NUMBER) },
  crm_contacts: { email: untold('it is their own, and in the profile') },
  crm_files: {
    name: untold('a file that is here is told of as one'),
    content_id: untold('the name of a picture inside of a mail, among machines'),
    reason: neither(OURS),
  },
  crm_people: {
    crm_user_id: toldAndStays('crm-person', NUMBER),
    name: toldAndStays('crm-person', 'whom the CRM employs is the CRM’s to say'),
    email: toldAndStays('crm-person', 'whom the CRM employs is the CRM’s to say'),
    department_ids: toldAndStays('crm-person', 'whom the CRM employs is the CRM’s to say'),
  },
  deals: {
    ticket_number: toldAndStays('ticket', COUNTED),
    title: told('ticket'),
    description: told('ticket'),
    stage_id: neither(COUNTED),
    close_reason: neither(COUNTED),
    service_category: toldAndStays('ticket', COUNTED),
    system_type: toldAndStays('ticket', COUNTED),
    requester_department: toldAndStays('ticket', COUNTED),
    assignee_department: neither(COUNTED),
    filial: toldAndStays('ticket', COUNTED),
    matricula: told('ticket'),
    requester_name: told('ticket'),
    requester_email: told('ticket'),
    requester_phone: told('ticket'),
    cpf: untold('it is their own, and in the profile'),
    user_id: toldAndStays('ticket', NUMBER),
    filed_by_id: toldAndStays('filed-for-others', NUMBER),
    watcher_ids: untold('they are among the followed tickets'),
    responsible: told('in-charge'),
    responsible_email: told('in-charge'),
    responsible_id: toldAndStays('in-charge', NUMBER),
    resolution_notes: toldAndStays('ticket', 'the answer of the team'),
    rating_feedback: told('ticket'),
    related: told('ticket'),
    custom: told('ticket'),
    tags: toldAndStays('ticket', 'words of the team, by which it is counted'),
    crm_error: untold(OURS),
    crm_snapshot: untold('what the CRM says of the same ticket'),
    created_by_id: neither(NUMBER),
    modify_by_id: neither(NUMBER),
    moved_by_id: neither(NUMBER),
    last_activity_by_id: neither(NUMBER),
    last_communication_time: neither('a moment'),
  },
  domain_events: {
    kind: ours,
    actor_id: neither('forgotten by itself within seven days'),
    data: neither('forgotten by itself within seven days'),
  },
  drift_findings: {
    object: neither('a number'),
    field: neither('the name of a field'),
    ours: untold('what the ticket says too'),
    theirs: untold('what the CRM says of the same ticket'),
    why_not: neither(OURS),
  },
  erasures: {
    user_id: neither('nobody who was taken out asks for their file'),
    asked_by_id: toldAndStays('erasure-asked', NUMBER),
    reason: toldAndStays('erasure-asked', 'the words of the admin, who has to be able to show them'),
    counts: neither('numbers'),
    sought: untold('there only while somebody is being taken out'),
  },
  filed_drafts: { user_id: neither('by it and by chance’s numbers it is counted what articles spare') },
  files: {
    crm_status: ours,
    key: untold(PLACE),
    filename: told('file'),
    mime: told('file'),
    sha256: told('file'),
    uploaded_by: told('file'),
  },
  help_articles: {
    tags: neither('the company’s'),
    author_id: toldAndStays('article', NUMBER),
  },
  help_offers: {
    locale: ours,
    user_id: toldAndStays('article-offer', 'a number, by which it is counted'),
  },
  help_pictures: {
    key: neither(PLACE),
    mime: toldAndStays('article-picture', 'the company’s'),
    extension: neither('the same as its type'),
    sha256: toldAndStays('article-picture', 'the company’s'),
    uploaded_by: toldAndStays('article-picture', NUMBER),
  },
  help_versions: {
    actor_id: toldAndStays('article-change', NUMBER),
    content: neither('articles, which are the company’s'),
  },
  help_views: { visitor: neither('forgotten by itself within two days') },
  help_votes: {
    locale: ours,
    voter: neither('a number, by which it is counted once'),
    user_id: toldAndStays('article-vote', NUMBER),
    comment: told('article-vote'),
  },
  idempotency_keys: { user_id: untold(RANDOM), key: untold(RANDOM), body_hash: untold(RANDOM) },
  inbound_mails: {
    key: neither(PLACE),
    signature: neither(RANDOM),
    from_email: untold('it is their own, and in the profile'),
    subject: told('mail'),
    claim: neither('a digest of a mail, so that it is not taken twice'),
    reason: toldAndStays('mail', 'what became of it'),
  },
  job_history: {
    name: neither('the name of a kind of work'),
    key: neither(NUMBER),
    result: neither('forgotten by itself; codes'),
  },
  jobs: {
    last_outcome: ours,
    name: neither('the name of a kind of work'),
    payload: untold('there only until it is done, or given up'),
    key: neither(NUMBER),
    merge_key: neither(NUMBER),
    worker: neither('the name of a gateway'),
    last_error: untold(OURS),
  },
  macro_uses: {
    user_id: toldAndStays('macro-use', 'a number, by which it is counted'),
    client_id: neither(RANDOM),
  },
  notice_preferences: {
    letters: ours,
    user_id: told('notice-preferences'),
    channels: told('notice-preferences'),
    time_zone: told('notice-preferences'),
  },
  notices: {
    user_id: told('notice'),
    actor_id: neither(NUMBER),
    actor_name: told('notice'),
    data: untold('deadlines'),
  },
  privacy_exports: {
    user_id: toldAndStays('export', NUMBER),
    asked_by_id: toldAndStays('export', NUMBER),
    reason: toldAndStays('export', 'the words of the admin, who has to be able to show them'),
    key: untold(PLACE),
  },
  push_devices: {
    user_id: told('push-device'),
    endpoint: untold(SECRET),
    p256dh: untold(SECRET),
    auth: untold(SECRET),
    made_for: untold('a key of ours'),
  },
  rating_links: { user_id: untold('goes with the notice that it belongs to') },
  replies: {
    owner_id: told('canned-reply'),
    title: told('canned-reply'),
    body: told('canned-reply'),
    changes: untold('what a macro does to tickets'),
  },
  saved_views: { owner_id: told('view'), name: told('view'), search: told('view') },
  sessions: {
    user_id: told('session'),
    revoked_reason: told('session'),
    address: told('session'),
    user_agent: told('session'),
  },
  sign_ups: {
    locale: ours,
    full_name: told('sign-up'),
    matricula: told('sign-up'),
    email: told('sign-up'),
    cpf: untold('it is their own, and in the profile'),
    cpf_hash: untold(SECRET),
    hashed_password: untold(SECRET),
    department: told('sign-up'),
    filial: told('sign-up'),
    decided_by_id: untold(OTHERS_DOING),
    reason: told('sign-up'),
  },
  team_presence: { user_id: told('presence') },
  ticket_facts: {
    status: neither(COUNTED),
    priority: neither(COUNTED),
    assignee_department: neither(COUNTED),
    responsible_id: neither(NUMBER),
    responsible: untold('what the ticket says too, and follows it within seconds'),
    tags: neither('words of the team, by which it is counted'),
  },
  ticket_links: { made_by_id: neither(OTHERS_DOING) },
  ticket_reads: { user_id: toldAndStays('read', NUMBER) },
  ticket_watchers: { user_id: told('followed-ticket'), added_by_id: neither(OTHERS_DOING) },
  user_identities: {
    issuer: told('company-sign-in'),
    subject: told('company-sign-in'),
    user_id: told('company-sign-in'),
  },
  users: {
    full_name: told('profile'),
    matricula: told('profile'),
    email: told('profile'),
    cpf: untold('it is there, unsealed'),
    cpf_hash: untold(SECRET),
    hashed_password: untold(SECRET),
    department: told('profile'),
    filial: told('profile'),
    phone_number: told('profile'),
    profile_picture: untold(PLACE),
  },
  webhook_inbox: {
    origin: ours,
    name: neither('the name of a kind of event'),
    kind: neither('the name of a kind of event'),
    body: untold('numbers, as the CRM sends them'),
    other_deals: neither(NUMBER),
    reason: neither(OURS),
  },
}
