import type { TFunction } from 'i18next'
import type { ComponentProps } from 'react'
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Field } from '../ui/field.tsx'
import { rules } from '../ui/rules.ts'

type Asked = Omit<ComponentProps<typeof Field>, 'form' | 'name'> & { rule: keyof ReturnType<typeof rules> }
type Name =
  | 'full_name'
  | 'email'
  | 'matricula'
  | 'cpf'
  | 'department'
  | 'filial'
  | 'phone_number'
  | 'password'

/** What is asked of a person, by whoever asks it: one name, one length and one rule each. */
const asked = (t: TFunction): Record<Name, Asked> => ({
  full_name: { label: t('signUp.fullName'), maxLength: 64, rule: 'required' },
  email: { label: t('signUp.email'), type: 'email', maxLength: 128, rule: 'email' },
  matricula: { label: t('signUp.matricula'), inputMode: 'numeric', maxLength: 8, rule: 'matricula' },
  cpf: {
    ...{ label: t('signUp.cpf'), hint: t('signUp.cpfHint'), inputMode: 'numeric', autoComplete: 'off' },
    ...{ maxLength: 14, rule: 'cpf' },
  },
  department: { label: t('signUp.department'), maxLength: 64, rule: 'required' },
  filial: { label: t('signUp.filial'), maxLength: 64, rule: 'required' },
  phone_number: { label: t('profile.phone'), isOptional: true, type: 'tel', maxLength: 20, rule: 'phone' },
  password: {
    ...{ label: t('signUp.password'), hint: t('signUp.passwordHint'), type: 'password' },
    ...{ autoComplete: 'new-password', maxLength: 128, rule: 'newPassword' },
  },
})

type Props<Values extends FieldValues> = {
  form: UseFormReturn<Values>
  name: Name & Path<Values>
  hint?: string
  autoComplete?: string
}

export function PersonField<Values extends FieldValues>({ form, name, ...more }: Props<Values>) {
  const { t } = useTranslation()
  const { rule, ...field }: Asked = asked(t)[name]
  const { error } = form.getFieldState(name, form.formState)
  return <Field {...field} {...more} error={error} {...form.register(name, rules(t)[rule])} />
}
