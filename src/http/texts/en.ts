import type { Texts } from './texts.ts'

export const en: Texts = {
  problems: {
    'malformed-request': {
      title: 'Unreadable request',
      detail: 'The request does not follow the HTTP protocol. Check the address and the headers.',
    },
    'malformed-json': { title: 'Malformed JSON', detail: 'The body of the request is not valid JSON.' },
    'duplicate-header': {
      title: 'Repeated header',
      detail: 'The header {name} came more than once. Send it once.',
    },
    'link-not-valid': {
      title: 'Link not valid',
      detail: 'This link was used already or has run out. Ask for another and use the latest message.',
    },
    'not-signed-in': {
      title: 'Sign-in needed',
      detail: 'Sign in with your employee number and password to go on.',
    },
    'token-not-valid': { title: 'Access not valid', detail: 'The access token is not valid. Sign in again.' },
    'token-expired': {
      title: 'Access expired',
      detail: 'The access token has expired. Renew the session or sign in again.',
    },
    'session-ended': { title: 'Session ended', detail: 'This session was ended. Sign in again.' },
    'refresh-token-missing': {
      title: 'Refresh token missing',
      detail: 'There is no refresh token in the cookies.',
    },
    'refresh-token-not-valid': {
      title: 'Refresh token not valid',
      detail: 'The refresh token is not valid. Sign in again.',
    },
    'wrong-credentials': {
      title: 'Could not sign in',
      detail: 'The employee number or the password is wrong. Check both and try again.',
    },
    'current-password-wrong': {
      title: 'Current password wrong',
      detail: 'The current password is not right. Nothing was changed.',
    },
    forbidden: { title: 'Not allowed', detail: 'You are not allowed to do this. Talk to an administrator.' },
    'origin-not-allowed': {
      title: 'Origin not allowed',
      detail: 'The request came from a page that is not part of Ponte, and was not carried out.',
    },
    'password-sign-in-off': {
      title: 'Sign in through your company',
      detail: 'Here people sign in by the account of their company, and not by matricula and password.',
    },
    'account-waiting': {
      title: 'Account not approved yet',
      detail:
        'Your request for an account still waits for an answer. We will write to you as soon as there is one.',
    },
    'sign-up-not-found': {
      title: 'No such request',
      detail: 'There is no request for an account {id} that you may decide.',
    },
    'sign-up-decided': {
      title: 'Already decided',
      detail: 'This request for an account has been answered otherwise.',
    },
    'account-inactive': {
      title: 'Account deactivated',
      detail: 'This account is deactivated. Talk to an administrator to have it activated again.',
    },
    'email-not-confirmed': {
      title: 'E-mail not confirmed',
      detail: 'We sent a message to {email}. Follow its link to confirm the address, then sign in.',
    },
    'sign-up-closed': {
      title: 'Sign-up is closed',
      detail: 'New accounts are made by an administrator. Talk to the service desk.',
    },
    'crm-install-refused': {
      title: 'Installation refused',
      detail: 'This installation of the application could not be proved. The log says why.',
    },
    'crm-event-refused': {
      title: 'Event refused',
      detail: 'This event does not prove that it comes from our CRM.',
    },
    'erasing-oneself': {
      title: 'You cannot erase yourself',
      detail: 'Ask another admin to erase your data.',
    },
    'user-erased': {
      title: 'Already erased',
      detail: 'The data of this person was erased, and the account cannot be changed any more.',
    },
    'device-not-found': {
      title: 'No such device',
      detail: 'None of your devices that takes notifications has this number.',
    },
    'export-not-found': {
      title: 'No such export',
      detail: 'There is no export {id}.',
    },
    'mail-not-signed': {
      title: 'Mail without a valid signature',
      detail: 'This mail does not prove that it comes from our mail server.',
    },
    'mail-already-taken': {
      title: 'Mail already taken',
      detail: 'This mail has been taken already.',
    },
    'crm-away': { title: 'CRM away', detail: 'The CRM does not answer right now. Try again in a moment.' },
    'email-domain-not-allowed': {
      title: 'Not a company e-mail',
      detail: 'Use your company e-mail ({domains}) to create the account.',
    },
    'not-found': { title: 'Not found', detail: 'There is nothing at this address.' },
    'user-not-found': { title: 'No such person', detail: 'There is no user with ID {id}.' },
    'session-not-found': {
      title: 'No such session',
      detail: 'This session does not exist or has ended already.',
    },
    'method-not-allowed': {
      title: 'Method not allowed',
      detail: 'This address does not take {method}. It takes: {allowed}.',
    },
    'request-timeout': {
      title: 'Incomplete request',
      detail: 'The request took too long to arrive. Send it again.',
    },
    'already-registered': {
      title: 'Already registered',
      detail: 'There is an account with these details already.',
    },
    'last-admin': {
      title: 'Last administrator',
      detail: 'This is the last active administrator account. Appoint somebody else first.',
    },
    'body-too-large': { title: 'Too large', detail: 'What was sent is larger than the limit of {limit}.' },
    'content-type-not-supported': {
      title: 'Content type not supported',
      detail: 'This address does not take that type of content. Send it as application/json.',
    },
    'invalid-request': {
      title: 'Invalid request',
      detail: 'Some of it needs correction. See the fields that are named.',
    },
    'too-many-attempts': {
      title: 'Too many attempts',
      detail: 'There were too many attempts. Wait {seconds} s and try again.',
    },
    'headers-too-large': {
      title: 'Headers too large',
      detail: 'The headers of the request are larger than the limit.',
    },
    'ticket-closed': { title: 'Ticket closed', detail: 'Ticket is closed' },
    'ticket-not-resolved': { title: 'Ticket not resolved', detail: 'Ticket not resolved yet' },
    'upload-incomplete': {
      title: 'Upload incomplete',
      detail: 'The file did not arrive whole. Send it again.',
    },
    'sender-not-allowed': { title: 'Sender not allowed', detail: 'Mail cannot be sent as {address}.' },
    'recipient-not-allowed': {
      title: 'Recipient not allowed',
      detail: '{address} takes no part in this ticket.',
    },
    'ticket-not-found': { title: 'No such ticket', detail: 'Ticket not found' },
    'message-not-found': { title: 'No such message', detail: 'There is no such message on this ticket.' },
    'file-not-found': { title: 'No such file', detail: 'This file does not exist, or is not open to you.' },
    'job-not-found': { title: 'No such job', detail: 'There is no promised work with this number.' },
    'event-not-found': {
      title: 'No such event',
      detail: 'There is no event of the CRM with number {id}, or it was kept for long enough.',
    },
    'invalid-transition': {
      title: 'Transition not allowed',
      detail: 'The ticket is "{from}" and cannot become "{to}".',
    },
    'reopen-window-over': {
      title: 'Too late to open again',
      detail: 'The ticket was closed more than {days} days ago. File a new one.',
    },
    'rating-not-open': { title: 'Rating is over', detail: 'This ticket can no longer be rated.' },
    'upload-already-used': {
      title: 'File already used',
      detail: 'This upload is attached to something already. Send the file again.',
    },
    'file-on-its-way': {
      title: 'File on its way',
      detail: 'The file is still being fetched from the CRM. Try again in a moment.',
    },
    'file-missing': { title: 'File missing', detail: 'The CRM no longer gives this file.' },
    'file-refused': {
      title: 'File not taken',
      detail: 'The file came from the CRM and breaks a rule for files: its size, or its type.',
    },
    'file-quarantined': {
      title: 'File being checked',
      detail: 'The file is still being checked. Try again in a moment.',
    },
    'crm-rejected': {
      title: 'The CRM said no',
      detail: 'The CRM did not accept this change, and nothing was changed.',
    },
    'calendar-in-use': {
      title: 'The calendar is in use',
      detail: 'Policy {policy} counts by this calendar. Give it another one first.',
    },
    'calendar-not-found': { title: 'No such calendar', detail: 'There is no calendar with number {id}.' },
    'rule-not-found': { title: 'No such rule', detail: 'There is no rule with number {id}.' },
    'policy-not-found': { title: 'No such policy', detail: 'There is no policy with number {id}.' },
    'view-not-found': {
      title: 'No such view',
      detail: 'There is no view with number {id}, or it is somebody else’s.',
    },
    'category-in-use': {
      title: 'The subject is in use',
      detail: 'Texts with this subject: {count}. Give them another one first.',
    },
    'category-not-found': { title: 'No such category', detail: 'There is no category with number {id}.' },
    'article-not-found': { title: 'Article not found', detail: 'Article not found' },
    'article-version-not-found': {
      title: 'No such version',
      detail: 'This article has no version {version}.',
    },
    'article-status-conflict': {
      title: 'Not possible as it stands',
      detail: 'The article is "{status}", which does not allow this.',
    },
    'link-not-found': {
      title: 'No such link',
      detail: 'This ticket has no link with number {id}.',
    },
    'too-many-watchers': {
      title: 'Too many people in copy',
      detail: 'Up to {limit} people can follow a ticket. Remove somebody first.',
    },
    'too-many-links': {
      title: 'Too many links',
      detail: 'A ticket has at most {limit} links. Remove one that is of no use any more.',
    },
    'circular-links': {
      title: 'The link would close a circle',
      detail: 'Ticket {number} is below this one already. A ticket cannot be below itself.',
    },
    'parent-already-there': {
      title: 'It has a parent already',
      detail: 'Ticket {number} is part of another one. Remove that link first.',
    },
    'ticket-merged': {
      title: 'The ticket was merged into another',
      detail: 'Ticket {ticket} was merged into {number}. Go on there.',
    },
    'other-requester': {
      title: 'The tickets are of different people',
      detail: 'Whoever opened one will see the other. Confirm it, if that is what you want.',
    },
    'reply-not-found': {
      title: 'Canned reply not found',
      detail: 'There is no canned reply with the number {id}.',
    },
    'macro-not-found': { title: 'Macro not found', detail: 'There is no macro with the number {id}.' },
    'too-many-replies': {
      title: 'Too many canned replies',
      detail: 'You already have {limit} canned replies, which is the most. Delete one that you do not need.',
    },
    'reply-in-use': {
      title: 'Rules use this reply',
      detail: 'The reply "{title}" is the first answer of these rules: {rules}. Change the rules first.',
    },
    'ticket-not-closed': {
      title: 'Ticket still open',
      detail: 'The ticket is not closed. Write on it instead.',
    },
    'macro-on-closed': {
      title: 'Ticket closed',
      detail: 'Macros are not applied to a closed ticket. Reopen the ticket first.',
    },
    'macro-outdated': {
      title: 'The macro no longer holds',
      detail:
        'The macro "{title}" uses something that is not there any more: {field}. Mend the macro and apply it again.',
    },
    'too-many-views': {
      title: 'Too many views',
      detail: 'You have {limit} saved views, and more are not kept. Delete one that you do not need.',
    },
    'backfill-under-way': {
      title: 'Already under way',
      detail: 'Pipeline {pipeline} is being taken over already. Wait for its end; it goes on by itself.',
    },
    'job-not-dead': { title: 'The job is not dead', detail: 'Only dead jobs can be redriven or dropped.' },
    'file-infected': {
      title: 'File blocked',
      detail: 'The virus scanner blocked the file, and it was removed.',
    },
    'version-conflict': {
      title: 'Changed meanwhile',
      detail: 'It has changed since you read it (version now: {version}). Read it again and repeat.',
    },
    'file-too-large': { title: 'File too large', detail: '{name} is larger than the limit of {limit}.' },
    'quota-exceeded': {
      title: 'Daily limit of files',
      detail: 'You have sent more than {limit} within 24 hours. Try again later.',
    },
    'file-type-not-allowed': {
      title: 'File type not accepted',
      detail: '{name} is of no type that is accepted, or not what its name says.',
    },
    'file-empty': { title: 'Empty file', detail: 'There is nothing in {name}.' },
    'too-many-files': { title: 'Too many files', detail: 'Send at most {limit} files at a time.' },
    'idempotency-key-reused': {
      title: 'Key already used',
      detail: 'This Idempotency-Key was used with another body already.',
    },
    'if-match-required': {
      title: 'Version missing',
      detail: 'Name the version that you read, in If-Match.',
    },
    'file-store-away': {
      title: 'Files unavailable for a moment',
      detail: 'The file could not be kept or opened right now. Try again in a moment.',
    },
    'disk-full': {
      title: 'No room',
      detail: 'There is no room to keep what you sent right now. Try again in a few minutes.',
    },
    'too-busy': {
      title: 'Many files at once',
      detail: 'Many files are being taken in right now. Try again in a moment.',
    },
    'crm-timeout': {
      title: 'The CRM did not answer in time',
      detail: 'The CRM did not answer in time. The ticket is kept, and will be sent.',
    },
    'internal-error': {
      title: 'Unexpected error',
      detail: 'Something went wrong on our side. Try again; if it stays, tell us the code {requestId}.',
    },
    'database-unavailable': {
      title: 'Unavailable for a moment',
      detail: 'The database does not answer. Try again in a few seconds.',
    },
    'too-slow': {
      title: 'It took too long',
      detail:
        'The request took too long and was given up. See whether it was carried out before you repeat it.',
    },
  },
  fields: {
    required: 'Fill in this field.',
    'wrong-type': 'The value is not of the expected type ({expected}).',
    'too-short': 'Use at least {minimum} characters.',
    'too-long': 'Use at most {maximum} characters.',
    'too-small': 'The smallest value is {minimum}.',
    'too-big': 'The largest value is {maximum}.',
    'one-of': 'Use one of these values: {values}.',
    'unknown-field': 'There is no such field: {keys}.',
    'unreadable-text': 'The text contains characters that cannot be stored.',
    'too-deep': 'The data is nested too deeply.',
    email: 'Enter a valid e-mail, such as maria@company.com.',
    cpf: 'This CPF is not valid. Check its eleven digits.',
    matricula: 'An employee number has up to 8 digits and does not begin with zero.',
    name: 'Use letters, spaces, dots, hyphens and apostrophes only.',
    'name-taken': 'There is one of this name already.',
    taken: 'There is an account with this value already.',
    base64: 'The content is not valid base64.',
    category: 'Invalid category',
    rating: 'Rating must be 1-5',
    'own-user': 'Name your own user.',
    'time-zone': 'There is no such time zone. Use a name such as America/Sao_Paulo.',
    'time-of-day': 'Enter the time as 08:00; a day goes from 00:00 to 24:00.',
    'interval-reversed':
      'The interval ends before it begins. For a night use two: until 24:00, and from 00:00 on the next day.',
    'intervals-overlap': 'Some intervals overlap.',
    'calendar-without-hours':
      'Enter at least one interval on some weekday: in a calendar without hours nothing is ever due.',
    'holiday-date':
      'Enter the date as 2026-12-25, 12-25 (every year) or easter-2 (days before or after Easter).',
    'not-ahead': 'Choose a moment in the future, at most a year away.',
    placeholder: 'There is an unknown field between double braces. Those that exist: {values}.',
    'slug-taken': 'This address belongs, or belonged, to another text.',
    'picture-gone':
      'A picture of this text is not there any more. Take it out of the text, or send it again.',
    repeated: 'This is in the list already.',
    'not-valid': 'The value is not valid.',
  },
}
