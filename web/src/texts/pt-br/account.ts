/** Accounts, profile and what every page has. */
export const account = {
  skip: 'Ir para o conteúdo',
  pageTitle: '{{title}} · Ponte',
  language: 'Idioma',
  theme: { label: 'Aparência', system: 'Como no sistema', light: 'Clara', dark: 'Escura' },
  account: { menu: 'Sua conta', profile: 'Perfil', signOut: 'Sair' },
  form: {
    required: 'Preencha este campo.',
    email: 'Informe um e-mail válido, como maria@empresa.com.br.',
    passwordShort: 'Use pelo menos 8 caracteres.',
    matricula: 'A matrícula tem até 8 dígitos e não começa com zero.',
    cpf: 'Confira o CPF: são onze dígitos.',
    repeat: 'As duas senhas não são iguais.',
    phone: 'Informe o telefone com DDD, como (11) 98765-4321.',
    summary_one: 'Falta corrigir um campo:',
    summary_other: 'Falta corrigir {{count}} campos:',
    optional: 'opcional',
    showPassword: 'Mostrar senha',
    hidePassword: 'Ocultar senha',
    sending: 'Enviando…',
    offline: 'Sem resposta do servidor. O que você digitou continua aqui; confira a conexão e tente de novo.',
  },
  notFound: {
    title: 'Esta página não existe',
    lead: 'O endereço pode ter mudado ou estar incompleto.',
    home: 'Ir para o início',
  },
  crash: {
    title: 'Algo deu errado nesta página',
    lead: 'Nada do que já foi salvo se perdeu.',
    retry: 'Tentar de novo',
  },
}
