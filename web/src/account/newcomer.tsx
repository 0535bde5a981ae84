import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { PersonField } from '../profile/person-field.tsx'
import { startSession } from '../session.ts'
import { Failure } from '../ui/failure.tsx'
import { Form } from '../ui/form.tsx'
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
  return (
    <Form
      form={form}
      submit={t('signUp.submit')}
      onSubmit={async (missing) => {
        startSession(queryClient, await signOnApi.joinAsNewcomer(missing))
        await navigate({ to: '/' })
      }}
    >
      <PersonField form={form} name="full_name" autoComplete="name" />
      <div className={styles.pair}>
        <PersonField form={form} name="matricula" hint={t('signUp.matriculaHint')} />
        <PersonField form={form} name="cpf" />
      </div>
      <div className={styles.pair}>
        <PersonField form={form} name="department" />
        <PersonField form={form} name="filial" />
      </div>
    </Form>
  )
}
