import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { startSession } from '../session.ts'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { rules } from '../ui/rules.ts'
import styles from './account-page.module.css'
import { AccountPage } from './account-page.tsx'
import { signOnApi } from './sign-on-api.ts'

type Known = { full_name: string; email: string }

/** Whom the company's sign-in knows, and we do not yet: what it cannot say is asked once. */
export function Newcomer() {
  const { t } = useTranslation()
  const { data: known, error } = useQuery({
    queryKey: ['newcomer'],
    queryFn: signOnApi.knownOfNewcomer,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error)
    return (
      <AccountPage title={t('signUp.title')}>
        <Failure error={error} />
        <div className={styles.links}>
          <Link to="/entrar">{t('signUp.toSignIn')}</Link>
        </div>
      </AccountPage>
    )
  return (
    <AccountPage title={t('signUp.title')} lead={known ? t('signUp.newcomer', { email: known.email }) : ''}>
      {known && <Missing known={known} />}
    </AccountPage>
  )
}

function Missing({ known }: { known: Known }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const defaultValues = { full_name: known.full_name, matricula: '', cpf: '', department: '', filial: '' }
  const form = useForm({ defaultValues })
  const { errors } = form.formState
  const check = rules(t)
  return (
    <Form
      form={form}
      submit={t('signUp.submit')}
      onSubmit={async (missing) => {
        startSession(queryClient, await signOnApi.joinAsNewcomer(missing))
        await navigate({ to: '/' })
      }}
    >
      <Field
        label={t('signUp.fullName')}
        autoComplete="name"
        maxLength={64}
        error={errors.full_name}
        {...form.register('full_name', check.required)}
      />
      <div className={styles.pair}>
        <Field
          label={t('signUp.matricula')}
          hint={t('signUp.matriculaHint')}
          inputMode="numeric"
          maxLength={8}
          error={errors.matricula}
          {...form.register('matricula', check.matricula)}
        />
        <Field
          label={t('signUp.cpf')}
          hint={t('signUp.cpfHint')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={14}
          error={errors.cpf}
          {...form.register('cpf', check.cpf)}
        />
      </div>
      <div className={styles.pair}>
        <Field
          label={t('signUp.department')}
          maxLength={64}
          error={errors.department}
          {...form.register('department', check.required)}
        />
        <Field
          label={t('signUp.filial')}
          maxLength={64}
          error={errors.filial}
          {...form.register('filial', check.required)}
        />
      </div>
    </Form>
  )
}
