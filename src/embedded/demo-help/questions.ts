import type { DemoArticle } from './demo-article.ts'

/** what people ask about the help desk itself. */
export const DEMO_QUESTIONS: readonly DemoArticle[] = [
  {
    kind: 'faq',
    category: 'account',
    tags: ['senha'],
    isFeatured: false,
    texts: {
      'pt-BR': {
        title: 'Esqueci a minha senha. E agora?',
        content:
          'Na tela de entrada, escolha **Esqueci a senha** e informe a matrícula ou o e-mail. O link que enviamos vale por 30 minutos.',
      },
      es: {
        title: 'Olvidé mi contraseña. ¿Qué hago?',
        content:
          'En la pantalla de acceso, elija **Olvidé la contraseña** e indique su matrícula o correo. El enlace vale 30 minutos.',
      },
      en: {
        title: 'I forgot my password. What now?',
        content:
          'On the sign-in page choose **Forgot password** and give your registration number or e-mail. The link that we send is good for 30 minutes.',
      },
      ru: {
        title: 'Я забыл пароль. Что делать?',
        content:
          'На странице входа выберите **Забыли пароль** и укажите табельный номер или почту. Ссылка действует 30 минут.',
      },
    },
  },
  {
    kind: 'faq',
    category: 'account',
    tags: ['perfil'],
    isFeatured: false,
    texts: {
      'pt-BR': {
        title: 'Como mudo o idioma das telas?',
        content: 'Abra o seu perfil e escolha o idioma. Ele vale também para os e-mails que você recebe.',
      },
      en: {
        title: 'How do I change the language?',
        content: 'Open your profile and choose it there. It holds for the e-mails that you receive too.',
      },
    },
  },
  {
    kind: 'faq',
    category: 'other',
    tags: ['chamado', 'prazo'],
    isFeatured: false,
    texts: {
      'pt-BR': {
        title: 'Em quanto tempo respondem o meu chamado?',
        content: `O prazo depende da urgência e aparece na página do chamado.

Você pode responder a qualquer momento: o que você escreve chega à mesma pessoa.`,
      },
      en: {
        title: 'How soon is my ticket answered?',
        content: 'That depends on how urgent it is, and stands on the page of the ticket.',
      },
    },
  },
  {
    kind: 'faq',
    category: 'other',
    tags: ['chamado'],
    isFeatured: false,
    texts: {
      'pt-BR': {
        title: 'Posso reabrir um chamado encerrado?',
        content:
          'Sim, por sete dias: basta responder na página dele. Depois disso, abra um novo e cite o número do anterior.',
      },
      en: {
        title: 'Can I reopen a closed ticket?',
        content:
          'Yes, for seven days: just answer on its page. After that, open a new one and quote the old number.',
      },
    },
  },
]
