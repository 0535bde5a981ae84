import { escapeHtml } from '#src/html.ts'
import type { Locale } from '#src/locale.ts'
import type { ClockName } from './policy.ts'

type Particulars = {
  clock: ClockName
  percent: number
  dueAt: Date
  ticket: { number: string; title: string }
  url: string
  timeZone: string
}
type Words = {
  clocks: Record<ClockName, string>
  /** `when`: day and time. */
  isNear(clock: string, percent: number, when: string): string
  isOver(clock: string, when: string): string
  isLongOver(clock: string, when: string): string
  near: string
  over: string
  open: string
}

/** About a promise in time, to whoever can still do something about it. */
export function composeWarning(
  locale: Locale,
  { clock, percent, dueAt, ticket, url, timeZone }: Particulars,
) {
  const words = WORDS[locale]
  const when = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    dueAt,
  )
  const name = words.clocks[clock]
  const line =
    percent < 100
      ? words.isNear(name, percent, when)
      : percent === 100
        ? words.isOver(name, when)
        : words.isLongOver(name, when)
  const about = `${ticket.number}: ${ticket.title}`
  const link = `<a href="${escapeHtml(url)}">${escapeHtml(words.open)}</a>`
  return {
    subject: `${percent < 100 ? words.near : words.over}: ${about}`,
    text: `${about}\n\n${line}\n\n${words.open}: ${url}\n\nPonte\n`,
    html: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head><body>
<p><strong>${escapeHtml(about)}</strong></p><p>${escapeHtml(line)}</p><p>${link}</p></body></html>`,
  }
}

const WORDS: Record<Locale, Words> = {
  'pt-BR': {
    clocks: {
      first_response: 'a primeira resposta',
      next_response: 'a próxima resposta',
      resolution: 'a solução',
    },
    isNear: (clock, percent, when) =>
      `Já passaram ${percent} % do prazo para ${clock}, que termina em ${when}.`,
    isOver: (clock, when) => `O prazo para ${clock} terminou em ${when}.`,
    isLongOver: (clock, when) => `O prazo para ${clock} terminou em ${when}, e o atraso já é a metade dele.`,
    near: 'Prazo perto do fim',
    over: 'Prazo vencido',
    open: 'Abrir o chamado',
  },
  es: {
    clocks: {
      first_response: 'la primera respuesta',
      next_response: 'la próxima respuesta',
      resolution: 'la solución',
    },
    isNear: (clock, percent, when) =>
      `Ya pasó el ${percent} % del plazo para ${clock}, que termina el ${when}.`,
    isOver: (clock, when) => `El plazo para ${clock} terminó el ${when}.`,
    isLongOver: (clock, when) =>
      `El plazo para ${clock} terminó el ${when}, y el retraso ya es la mitad de él.`,
    near: 'Plazo por terminar',
    over: 'Plazo vencido',
    open: 'Abrir el ticket',
  },
  en: {
    clocks: {
      first_response: 'the first response',
      next_response: 'the next response',
      resolution: 'the solution',
    },
    isNear: (clock, percent, when) => `${percent} % of the time for ${clock} is over; it ends on ${when}.`,
    isOver: (clock, when) => `The time for ${clock} ended on ${when}.`,
    isLongOver: (clock, when) =>
      `The time for ${clock} ended on ${when}, and half of it has passed again since.`,
    near: 'Time is running out',
    over: 'Too late',
    open: 'Open the ticket',
  },
  ru: {
    clocks: { first_response: 'первого ответа', next_response: 'следующего ответа', resolution: 'решения' },
    isNear: (clock, percent, when) => `Прошло ${percent} % срока ${clock}; он истекает ${when}.`,
    isOver: (clock, when) => `Срок ${clock} истёк ${when}.`,
    isLongOver: (clock, when) => `Срок ${clock} истёк ${when}, и с тех пор прошла ещё половина срока.`,
    near: 'Срок подходит к концу',
    over: 'Срок истёк',
    open: 'Открыть заявку',
  },
}
