import type { account as ptBR } from '../pt-br/account.ts'
import type { Words } from '../words.ts'

export const account: Words<typeof ptBR> = {
  skip: 'Skip to content',
  pageTitle: '{{title}} · Ponte',
  language: 'Language',
  theme: { label: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark' },
  account: { menu: 'Your account', profile: 'Profile', signOut: 'Sign out' },
  form: {
    required: 'Fill in this field.',
    email: 'Enter a valid e-mail, such as maria@company.com.',
    passwordShort: 'Use at least 8 characters.',
    matricula: 'An employee number has up to 8 digits and does not begin with zero.',
    cpf: 'Check the CPF: it has eleven digits.',
    repeat: 'The two passwords are not the same.',
    phone: 'Enter the phone number with its area code, such as (11) 98765-4321.',
    summary_one: 'One field needs correction:',
    summary_other: '{{count}} fields need correction:',
    optional: 'optional',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    sending: 'Sending…',
    offline: 'The server does not answer. What you typed is still here; check the connection and try again.',
  },
  notFound: {
    title: 'This page does not exist',
    lead: 'The address may have changed, or a part of it is missing.',
    home: 'Go to the start',
  },
  crash: {
    title: 'Something went wrong on this page',
    lead: 'Nothing that was saved is lost.',
    retry: 'Try again',
  },
}
