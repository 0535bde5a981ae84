import type { Locale } from '#src/locale.ts'
import { asHtml, asText, type Content, type Words } from './letters.ts'

type Decided = 'approved' | 'refused'
type Particulars = { name: string; matricula: string; reason: string | null; publicUrl: string }

/** What became of somebody's wish for an account. */
export function composeSignUpLetter(
  decided: Decided,
  locale: Locale,
  { publicUrl, ...about }: Particulars,
): Content {
  const words = WORDS[locale][decided](about)
  const link = `${publicUrl}/${decided === 'approved' ? 'entrar' : 'criar-conta'}`
  return { subject: words.subject, text: asText(words, link), html: asHtml(words, link, locale) }
}

type About = Omit<Particulars, 'publicUrl'>
const WORDS: Record<Locale, Record<Decided, (about: About) => Words>> = {
  'pt-BR': {
    approved: ({ name, matricula }) => ({
      subject: 'Seu acesso ao Ponte foi liberado',
      greeting: `Olá, ${name}.`,
      lines: [`Você já pode entrar com a matrícula ${matricula} e a senha que escolheu.`],
      button: 'Entrar',
      closing: 'Se não foi você que pediu o acesso, avise quem cuida do Ponte na sua empresa.',
    }),
    refused: ({ name, reason }) => ({
      subject: 'Seu pedido de acesso ao Ponte',
      greeting: `Olá, ${name}.`,
      lines: ['Seu pedido de acesso não foi aceito.', `Motivo: ${reason}`],
      button: 'Pedir de novo',
      closing: 'Os dados que você enviou não foram transformados em uma conta.',
    }),
  },
  es: {
    approved: ({ name, matricula }) => ({
      subject: 'Su acceso a Ponte está listo',
      greeting: `Hola, ${name}:`,
      lines: [`Ya puede entrar con la matrícula ${matricula} y la contraseña que eligió.`],
      button: 'Entrar',
      closing: 'Si usted no pidió el acceso, avise a quien cuida de Ponte en su empresa.',
    }),
    refused: ({ name, reason }) => ({
      subject: 'Su solicitud de acceso a Ponte',
      greeting: `Hola, ${name}:`,
      lines: ['Su solicitud de acceso no fue aceptada.', `Motivo: ${reason}`],
      button: 'Pedir de nuevo',
      closing: 'Los datos que envió no se convirtieron en una cuenta.',
    }),
  },
  en: {
    approved: ({ name, matricula }) => ({
      subject: 'You can sign in to Ponte now',
      greeting: `Hello ${name},`,
      lines: [`You can sign in with the matricula ${matricula} and the password that you chose.`],
      button: 'Sign in',
      closing: 'If you did not ask for this, tell whoever looks after Ponte in your company.',
    }),
    refused: ({ name, reason }) => ({
      subject: 'Your request for a Ponte account',
      greeting: `Hello ${name},`,
      lines: ['Your request for an account was not accepted.', `Reason: ${reason}`],
      button: 'Ask again',
      closing: 'What you sent us was not made into an account.',
    }),
  },
  ru: {
    approved: ({ name, matricula }) => ({
      subject: 'Доступ к Ponte открыт',
      greeting: `Здравствуйте, ${name}.`,
      lines: [`Вы можете войти по табельному номеру ${matricula} с паролем, который выбрали.`],
      button: 'Войти',
      closing: 'Если вы не просили доступ, сообщите тому, кто отвечает за Ponte в вашей компании.',
    }),
    refused: ({ name, reason }) => ({
      subject: 'Ваш запрос на доступ к Ponte',
      greeting: `Здравствуйте, ${name}.`,
      lines: ['Ваш запрос на доступ отклонён.', `Причина: ${reason}`],
      button: 'Запросить снова',
      closing: 'Из отправленных вами данных учётная запись не создана.',
    }),
  },
}

/** That people wait for whoever may let them in. */
export function composeWaitingLetter(
  locale: Locale,
  { name, count, publicUrl }: { name: string; count: number; publicUrl: string },
): Content {
  const words = WAITING[locale]({ name, count })
  const link = `${publicUrl}/admin/pedidos`
  return { subject: words.subject, text: asText(words, link), html: asHtml(words, link, locale) }
}

const WAITING: Record<Locale, (about: { name: string; count: number }) => Words> = {
  'pt-BR': ({ name, count }) => ({
    subject: 'Pedidos de acesso ao Ponte esperam por você',
    greeting: `Olá, ${name}.`,
    lines: [`Pedidos de acesso à espera de uma resposta sua: ${count}.`],
    button: 'Ver os pedidos',
    closing: 'Enquanto houver pedidos novos, você recebe no máximo uma mensagem destas por hora.',
  }),
  es: ({ name, count }) => ({
    subject: 'Hay solicitudes de acceso a Ponte que le esperan',
    greeting: `Hola, ${name}:`,
    lines: [`Solicitudes de acceso que esperan su respuesta: ${count}.`],
    button: 'Ver las solicitudes',
    closing: 'Mientras haya solicitudes nuevas, recibe como máximo un mensaje como este por hora.',
  }),
  en: ({ name, count }) => ({
    subject: 'Requests for a Ponte account wait for you',
    greeting: `Hello ${name},`,
    lines: [`Requests for an account that wait for your answer: ${count}.`],
    button: 'See the requests',
    closing: 'While there are new requests, you get one such message an hour at the most.',
  }),
  ru: ({ name, count }) => ({
    subject: 'Запросы на доступ к Ponte ждут вашего ответа',
    greeting: `Здравствуйте, ${name}.`,
    lines: [`Запросов на доступ, которые ждут вашего ответа: ${count}.`],
    button: 'Посмотреть запросы',
    closing: 'Пока поступают новые запросы, такое письмо приходит не чаще раза в час.',
  }),
}
