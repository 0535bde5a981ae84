import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { PrivacyExport } from '../../../src/privacy/export.ts'
import { call, type User } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { rules } from '../ui/rules.ts'
import { toast } from '../ui/toast.ts'
import styles from './admin-form.module.css'
import { peopleKey } from './people-api.ts'

type Props = { person: User; onErased: () => void }
type Asked = 'export' | 'erase' | null

/** What somebody may ask of us about themselves (LGPD), done by an admin for them. */
export function PersonPrivacy({ person, onErased }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<Asked>(null)
  const form = useForm({ defaultValues: { reason: '', confirm: '' } })
  const { errors } = form.formState
  const check = rules(t)
  const name = person.full_name

  async function send({ reason, confirm }: { reason: string; confirm: string }) {
    if (asked === 'export') {
      await call<PrivacyExport>('POST', `/api/v1/admin/users/${person.id}/export`, { reason })
      toast.done(t('admin.people.privacy.exported', { name }))
      setAsked(null)
    } else {
      await call('POST', `/api/v1/admin/users/${person.id}/erase`, { reason, confirm })
      await queryClient.invalidateQueries({ queryKey: peopleKey })
      toast.done(t('admin.people.privacy.erased', { name }))
      onErased()
    }
  }

  if (asked === null)
    return (
      <div className={styles.pair}>
        <Button look="quiet" onClick={() => setAsked('export')}>
          {t('admin.people.privacy.export')}
        </Button>
        <Button look="quiet" onClick={() => setAsked('erase')}>
          {t('admin.people.privacy.erase')}
        </Button>
      </div>
    )
  return (
    <Form form={form} onSubmit={send} submit={t(`admin.people.privacy.${asked}`)}>
      <Notice kind={asked === 'erase' ? 'error' : 'info'}>
        <p>{t(`admin.people.privacy.${asked}Lead`)}</p>
        {asked === 'erase' && (
          <>
            <p>{t('admin.people.privacy.eraseGone')}</p>
            <p>{t('admin.people.privacy.eraseStays')}</p>
          </>
        )}
      </Notice>
      <Field
        label={t('admin.people.privacy.reason')}
        maxLength={500}
        error={errors.reason}
        {...form.register('reason', check.required)}
      />
      {asked === 'erase' && (
        <Field
          label={t('admin.people.privacy.confirm', { matricula: person.matricula })}
          inputMode="numeric"
          maxLength={15}
          error={errors.confirm}
          {...form.register('confirm', check.required)}
        />
      )}
    </Form>
  )
}
