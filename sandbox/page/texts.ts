const TEXTS = {
  'pt-BR': {
    title: 'Caixa de correio',
    empty: 'Nenhuma mensagem ainda. O que o Ponte enviar aparece aqui na hora.',
    everyone: 'Todos',
    to: 'para',
    from: 'de',
    clear: 'Esvaziar',
    source: 'Ver código',
    plain: 'Ver só texto',
    back: 'Todas as mensagens',
    attachments: 'Anexos',
    sandbox: 'Ambiente de teste: nada sai desta máquina.',
    missing: 'Esta mensagem não está mais aqui.',
  },
  es: {
    title: 'Buzón',
    empty: 'Todavía no hay mensajes. Lo que Ponte envíe aparece aquí al momento.',
    everyone: 'Todos',
    to: 'para',
    from: 'de',
    clear: 'Vaciar',
    source: 'Ver código',
    plain: 'Ver solo texto',
    back: 'Todos los mensajes',
    attachments: 'Adjuntos',
    sandbox: 'Entorno de prueba: nada sale de esta máquina.',
    missing: 'Este mensaje ya no está aquí.',
  },
  en: {
    title: 'Mailbox',
    empty: 'No messages yet. Whatever Ponte sends shows up here at once.',
    everyone: 'Everybody',
    to: 'to',
    from: 'from',
    clear: 'Empty',
    source: 'Source',
    plain: 'Plain text',
    back: 'All messages',
    attachments: 'Attachments',
    sandbox: 'For trying out: nothing leaves this machine.',
    missing: 'This message is not here any more.',
  },
  ru: {
    title: 'Почтовый ящик',
    empty: 'Писем пока нет. Всё, что отправит Ponte, сразу появится здесь.',
    everyone: 'Все',
    to: 'кому',
    from: 'от',
    clear: 'Очистить',
    source: 'Исходный текст',
    plain: 'Только текст',
    back: 'Все письма',
    attachments: 'Вложения',
    sandbox: 'Тестовая среда: ничего не уходит с этой машины.',
    missing: 'Этого письма здесь больше нет.',
  },
} as const

export type Language = keyof typeof TEXTS
export type Texts = Record<keyof (typeof TEXTS)['en'], string>

/** The first language of the browser that we speak. */
export function textsFor(acceptLanguage = ''): { language: Language; texts: Texts } {
  const asked = acceptLanguage.split(',').map((range) => range.trim().slice(0, 2).toLowerCase())
  const known = Object.keys(TEXTS) as Language[]
  const language = asked.map((tag) => known.find((one) => one.slice(0, 2) === tag)).find(Boolean) ?? 'pt-BR'
  return { language, texts: TEXTS[language] }
}
