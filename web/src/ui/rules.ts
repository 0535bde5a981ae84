import type { TFunction } from 'i18next'

/** What is checked while typing, so that most mistakes are met before they are sent; the gateway checks again. */
export const rules = (t: TFunction) => ({
  required: { required: t('form.required') },
  email: { required: t('form.required'), pattern: { value: /^\S+@\S+\.\S+$/, message: t('form.email') } },
  matricula: {
    required: t('form.required'),
    pattern: { value: /^\s*[1-9]\d{0,7}\s*$/, message: t('form.matricula') },
  },
  cpf: {
    required: t('form.required'),
    validate: (text: string) => text.replace(/\D/g, '').length === 11 || t('form.cpf'),
  },
  newPassword: { required: t('form.required'), minLength: { value: 8, message: t('form.passwordShort') } },
  phone: { pattern: { value: /^\s*\+?[\d ().-]{8,20}\s*$/, message: t('form.phone') } },
})
