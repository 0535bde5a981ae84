import type { account as ptBR } from '../pt-br/account.ts'
import type { Words } from '../words.ts'

export const account: Words<typeof ptBR> = {
  skip: 'Ir al contenido',
  pageTitle: '{{title}} · Ponte',
  language: 'Idioma',
  theme: { label: 'Apariencia', system: 'Como en el sistema', light: 'Clara', dark: 'Oscura' },
  account: { menu: 'Su cuenta', profile: 'Perfil', signOut: 'Salir' },
  form: {
    required: 'Complete este campo.',
    email: 'Indique un correo válido, como maria@empresa.com.',
    passwordShort: 'Use al menos 8 caracteres.',
    matricula: 'La matrícula tiene hasta 8 dígitos y no empieza por cero.',
    cpf: 'Revise el CPF: son once dígitos.',
    repeat: 'Las dos contraseñas no son iguales.',
    phone: 'Indique el teléfono con prefijo, como (11) 98765-4321.',
    summary_one: 'Falta corregir un campo:',
    summary_other: 'Falta corregir {{count}} campos:',
    optional: 'opcional',
    showPassword: 'Mostrar contraseña',
    hidePassword: 'Ocultar contraseña',
    sending: 'Enviando…',
    offline: 'El servidor no responde. Lo que escribió sigue aquí; revise la conexión e intente de nuevo.',
  },
  notFound: {
    title: 'Esta página no existe',
    lead: 'La dirección puede haber cambiado o estar incompleta.',
    home: 'Ir al inicio',
  },
  crash: {
    title: 'Algo falló en esta página',
    lead: 'Nada de lo guardado se perdió.',
    retry: 'Intentar de nuevo',
  },
}
