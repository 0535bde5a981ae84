import { escapeHtml } from '#src/html.ts'
import type { Locale } from '#src/locale.ts'
import type { FoundLink } from './rate-by-letter.ts'

/** What links in letters lead to: pages that need no script and nobody signed in. */
export type LetterPage = { title: string; body: string }

const STARS = [1, 2, 3, 4, 5] as const

export function ratingPage(
  locale: Locale,
  { state, title }: FoundLink,
  {
    action,
    done,
    isMissing = false,
  }: { action: string; done: 'rated' | 'skipped' | null; isMissing?: boolean },
): LetterPage {
  const words = WORDS[locale]
  const about = title === null ? '' : `<p class="lead"><bdi>${escapeHtml(title)}</bdi></p>`
  if (done && state === 'open')
    return said(done === 'rated' ? words.thanks : words.skipped, about, words.thanksMore)
  if (state === 'used') return said(words.used, about, words.usedMore)
  if (state !== 'open') return said(words.over, about, words.overMore)
  const star = (value: (typeof STARS)[number]) =>
    `<label><input type="radio" name="rating" value="${value}"> <span>${value} · ${words.stars[value]}</span></label>`
  return {
    title: words.howWasIt,
    body: `<h1>${words.howWasIt}</h1>
${about}
${isMissing ? `<p class="notice" role="alert">${words.choose}</p>` : ''}
<form class="rating" method="post" action="${escapeHtml(action)}">
<fieldset><legend>${words.rating}</legend>${STARS.toReversed().map(star).join('')}</fieldset>
<label for="feedback">${words.comment}</label>
<textarea id="feedback" name="feedback" rows="4" maxlength="2000" dir="auto"></textarea>
<p><button name="do" value="rate">${words.send}</button> <button name="do" value="skip" class="quiet">${words.skip}</button></p>
</form>`,
  }
}

export function stopPage(
  locale: Locale,
  { state, action }: { state: 'asked' | 'done' | 'unknown'; action: string },
): LetterPage {
  const words = WORDS[locale]
  if (state === 'unknown') return said(words.unknown, '', words.stillChoose)
  if (state === 'done') return said(words.stopped, '', words.stillChoose)
  return {
    title: words.stop,
    body: `<h1>${words.stop}</h1>
<p class="lead">${words.stopLead}</p>
<form class="rating" method="post" action="${escapeHtml(action)}">
<p><button name="which" value="all">${words.stopAll}</button> <button name="which" value="kind" class="quiet">${words.stopKind}</button></p>
</form>`,
  }
}

const said = (title: string, about: string, more: string): LetterPage => ({
  title,
  body: `<h1>${escapeHtml(title)}</h1>\n${about}\n<p>${escapeHtml(more)}</p>`,
})

type Words = Record<
  | 'howWasIt'
  | 'rating'
  | 'comment'
  | 'send'
  | 'skip'
  | 'choose'
  | 'thanks'
  | 'skipped'
  | 'thanksMore'
  | 'used'
  | 'usedMore'
  | 'over'
  | 'overMore'
  | 'stop'
  | 'stopLead'
  | 'stopAll'
  | 'stopKind'
  | 'stopped'
  | 'stillChoose'
  | 'unknown',
  string
> & { stars: Record<(typeof STARS)[number], string> }

const WORDS: Record<Locale, Words> = {
  'pt-BR': {
    howWasIt: 'Como foi o atendimento?',
    rating: 'Sua nota',
    stars: { 1: 'muito ruim', 2: 'ruim', 3: 'regular', 4: 'bom', 5: 'muito bom' },
    comment: 'Quer contar mais? (opcional)',
    send: 'Enviar avaliação',
    skip: 'Prefiro não avaliar',
    choose: 'Escolha uma nota de 1 a 5.',
    thanks: 'Obrigado pela avaliação',
    skipped: 'Tudo bem',
    thanksMore: 'Você já pode fechar esta página.',
    used: 'Este link já foi usado',
    usedMore: 'Para mudar a sua avaliação, abra o chamado em Meus chamados.',
    over: 'Este link não vale mais',
    overMore: 'O prazo passou, ou o chamado foi reaberto. Você encontra o chamado em Meus chamados.',
    stop: 'Não receber mais e-mails',
    stopLead: 'Os avisos continuam aparecendo no Ponte, e os e-mails sobre a sua conta continuam chegando.',
    stopAll: 'Parar todos os e-mails de avisos',
    stopKind: 'Parar só os deste tipo',
    stopped: 'Pronto, você não recebe mais estes e-mails',
    stillChoose: 'No seu perfil você escolhe a qualquer momento o que quer receber.',
    unknown: 'Este link não vale',
  },
  es: {
    howWasIt: '¿Cómo fue la atención?',
    rating: 'Su nota',
    stars: { 1: 'muy mala', 2: 'mala', 3: 'regular', 4: 'buena', 5: 'muy buena' },
    comment: '¿Quiere contar más? (opcional)',
    send: 'Enviar calificación',
    skip: 'Prefiero no calificar',
    choose: 'Elija una nota de 1 a 5.',
    thanks: 'Gracias por su calificación',
    skipped: 'Está bien',
    thanksMore: 'Ya puede cerrar esta página.',
    used: 'Este enlace ya se usó',
    usedMore: 'Para cambiar su calificación, abra el ticket en Mis tickets.',
    over: 'Este enlace ya no es válido',
    overMore: 'El plazo pasó, o el ticket se reabrió. Encontrará el ticket en Mis tickets.',
    stop: 'No recibir más correos',
    stopLead: 'Los avisos siguen apareciendo en Ponte, y los correos sobre su cuenta siguen llegando.',
    stopAll: 'Detener todos los correos de avisos',
    stopKind: 'Detener solo los de este tipo',
    stopped: 'Listo, ya no recibe estos correos',
    stillChoose: 'En su perfil elige en cualquier momento lo que quiere recibir.',
    unknown: 'Este enlace no es válido',
  },
  en: {
    howWasIt: 'How did it go?',
    rating: 'Your rating',
    stars: { 1: 'very bad', 2: 'bad', 3: 'fair', 4: 'good', 5: 'very good' },
    comment: 'Would you like to say more? (optional)',
    send: 'Send rating',
    skip: 'I would rather not say',
    choose: 'Choose a rating from 1 to 5.',
    thanks: 'Thank you for your rating',
    skipped: 'That is fine',
    thanksMore: 'You can close this page now.',
    used: 'This link was used already',
    usedMore: 'To change your rating, open the ticket in My tickets.',
    over: 'This link is no longer good',
    overMore: 'It is too late, or the ticket was opened again. You find the ticket in My tickets.',
    stop: 'Stop these e-mails',
    stopLead: 'Notifications still appear in Ponte, and e-mails about your account still reach you.',
    stopAll: 'Stop all e-mails of notifications',
    stopKind: 'Stop only those of this kind',
    stopped: 'Done, you get no more of these e-mails',
    stillChoose: 'In your profile you choose at any time what you want to get.',
    unknown: 'This link is not good',
  },
  ru: {
    howWasIt: 'Как всё прошло?',
    rating: 'Ваша оценка',
    stars: { 1: 'очень плохо', 2: 'плохо', 3: 'нормально', 4: 'хорошо', 5: 'очень хорошо' },
    comment: 'Хотите рассказать подробнее? (необязательно)',
    send: 'Отправить оценку',
    skip: 'Не хочу оценивать',
    choose: 'Выберите оценку от 1 до 5.',
    thanks: 'Спасибо за оценку',
    skipped: 'Хорошо',
    thanksMore: 'Эту страницу можно закрыть.',
    used: 'Эта ссылка уже использована',
    usedMore: 'Чтобы изменить оценку, откройте заявку в разделе «Мои заявки».',
    over: 'Эта ссылка больше не действует',
    overMore: 'Срок прошёл, или заявку открыли снова. Она есть в разделе «Мои заявки».',
    stop: 'Больше не получать письма',
    stopLead: 'Уведомления по-прежнему видны в Ponte, а письма об учётной записи по-прежнему приходят.',
    stopAll: 'Отключить все письма с уведомлениями',
    stopKind: 'Отключить только такие',
    stopped: 'Готово, таких писем больше не будет',
    stillChoose: 'В профиле всегда можно выбрать, что вы хотите получать.',
    unknown: 'Эта ссылка не действует',
  },
}
