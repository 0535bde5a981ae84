import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { useUser } from '../session.ts'
import { AppPage } from '../shell/app-page.tsx'
import { loadTexts } from '../texts.ts'
import { DropArea } from '../tickets/drop-area.tsx'
import { ticketApi } from '../tickets/ticket-api.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { UploadList } from '../tickets/upload-list.tsx'
import { useUploads } from '../tickets/use-uploads.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { rules } from '../ui/rules.ts'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { CategoryFields } from './category-fields.tsx'
import styles from './new-ticket.module.css'
import { PriorityChoice } from './priority-choice.tsx'
import {
  discardDraft,
  draftIdOf,
  EMPTY,
  keepDraft,
  keyFor,
  readDraft,
  type TicketForm,
  ticketOf,
} from './ticket-draft.ts'

/** Without a line, or where they fail, the page does without them. */
const Suggestions = lazy(() =>
  Promise.all([import('./suggestions.tsx'), loadTexts('suggest')()]).then(
    ([{ Suggestions }]) => ({ default: Suggestions }),
    () => ({ default: () => <></> }),
  ),
)

/** One page, the question first. */
export function NewTicket() {
  const { t } = useTranslation()
  const user = useUser()
  const meta = useQuery(metaQuery())
  const uploads = useUploads()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const first = useRef<TicketForm>(null)
  if (first.current === null) {
    const draft = readDraft(user?.id ?? 0)
    first.current = { ...draft, phone: draft.phone || (user?.phone_number ?? '') }
  }
  const form = useForm<TicketForm>({ defaultValues: first.current })
  const { errors } = form.formState
  const userId = user?.id ?? 0
  const [draftId, setDraftId] = useState(() => draftIdOf(userId))
  useEffect(() => {
    const { unsubscribe } = form.watch((values) => keepDraft(userId, values as TicketForm))
    return unsubscribe
  }, [form, userId])
  const limits = meta.data?.limits
  const category = meta.data?.categories.find(({ slug }) => slug === form.watch('category'))

  async function open(values: TicketForm): Promise<void> {
    if (!uploads.isReady) {
      form.setError('root', { message: t('portal.form.waitFiles') })
      return
    }
    if (category?.required_fields.includes('attachments') && uploads.uploadIds.length === 0) {
      form.setError('root', { message: t('portal.form.needsFiles') })
      return
    }
    const ticket = ticketOf(values, category?.requires_cpf ?? false, uploads.uploadIds)
    const sent = { ...ticket, draft_id: draftId }
    const { id, ticket_number } = await ticketApi.open(sent, keyFor(userId, sent)).catch((error: unknown) => {
      // Somebody may have made more of it required since the form was opened.
      if (error instanceof Problem) void queryClient.invalidateQueries({ queryKey: ['meta'] })
      throw error
    })
    discardDraft(userId)
    void queryClient.invalidateQueries({ queryKey: ['tickets'] })
    await navigate({ to: '/chamados/$ticketId', params: { ticketId: String(id) }, replace: true })
    toast.done(t('portal.form.done', { number: ticket_number }))
  }
  function discard(): void {
    form.reset({ ...EMPTY, phone: user?.phone_number ?? '' })
    discardDraft(userId)
    setDraftId(draftIdOf(userId))
    uploads.clear()
  }
  const least = (count: number) => ({
    required: rules(t).required.required,
    validate: (text: string) => text.trim().length >= count || t('portal.form.titleShort', { count }),
  })

  return (
    <AppPage>
      <div className={styles.page}>
        <PageHeading title={t('portal.form.title')} />
        <p className={styles.lead}>{t('portal.form.lead')}</p>
        {meta.isError && !meta.data && <Failure error={meta.error} onRetry={() => void meta.refetch()} />}
        {meta.isPending && <Waiting heights={[72, 160, 72, 160]} gap={24} />}
        {meta.data && limits && (
          <DropArea uploads={uploads} isQuiet>
            <Form
              form={form}
              onSubmit={open}
              submit={t('portal.form.submit')}
              labels={{
                title: t('portal.form.subject'),
                description: t('portal.form.details'),
                category: t('portal.form.category'),
                cpf: t('portal.form.cpf'),
                system: t('portal.form.system'),
                department: t('portal.form.department'),
                phone: t('portal.form.phone'),
              }}
            >
              <Field
                label={t('portal.form.subject')}
                hint={t('portal.form.subjectHint')}
                maxLength={limits.title.most}
                dir="auto"
                error={errors.title}
                {...form.register('title', least(limits.title.least))}
              />
              <TextArea
                label={t('portal.form.details')}
                hint={t('portal.form.detailsHint')}
                rows={6}
                maxLength={limits.description.most}
                error={errors.description}
                {...form.register('description', least(limits.description.least))}
              />
              {form.watch('title') && (
                <Suspense>
                  <Suggestions
                    title={form.watch('title')}
                    text={form.watch('description')}
                    draftId={draftId}
                    onDiscard={discard}
                  />
                </Suspense>
              )}
              <CategoryFields form={form} meta={meta.data} category={category ?? null} />
              <PriorityChoice form={form} meta={meta.data} usual={category?.default_priority ?? 'medium'} />
              <fieldset className={styles.files}>
                <legend>{t('portal.form.files')}</legend>
                <DropArea uploads={uploads}>
                  <UploadList uploads={uploads} />
                </DropArea>
              </fieldset>
              {user && (
                <p className={styles.you}>
                  {t('portal.form.you', {
                    ...{ name: user.full_name, department: user.department, filial: user.filial },
                  })}
                </p>
              )}
              {(form.watch('title') || form.watch('description')) && (
                <p className={styles.you}>
                  {t('portal.form.draftKept')}{' '}
                  <Button look="quiet" onClick={discard}>
                    {t('portal.form.discard')}
                  </Button>
                </p>
              )}
              {errors.root?.message && <p role="alert">{errors.root.message}</p>}
            </Form>
          </DropArea>
        )}
      </div>
    </AppPage>
  )
}
