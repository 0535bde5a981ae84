import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { tieErrors } from '../admin/tie-errors.ts'
import { LOCALE_NAMES } from '../texts.ts'
import { teamQuery } from '../tickets/team-query.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { PRIORITIES, STATUSES } from '../tickets/ticket-search.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { type Entry, type Kind, replyApi } from './reply-api.ts'
import sheet from './reply-sheet.module.css'
import { bodyOf, ME, NOBODY, type Values, valuesOf } from './reply-values.ts'

const FIELDS = ['requester_name', 'ticket_number', 'agent_name', 'title'] as const

type Props = { kind: Kind; entry: Entry | null; onClose: () => void }

/** A reply or a macro: its text with what is filled in later, and what else it does. */
export function ReplySheet({ kind, entry, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Values>({ defaultValues: valuesOf(entry) })
  const { errors } = form.formState
  const [isDropping, setIsDropping] = useState(false)
  const areaId = useId()
  const mayChange = entry?.may_change ?? true
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['replies'] })

  const save = (values: Values) =>
    tieErrors(
      form,
      async () => {
        const body = bodyOf(kind, values)
        await (entry ? replyApi.change(kind, entry, body) : replyApi.add(kind, body))
        await refresh()
        toast.done(t('replies.saved', { title: body.title }))
        onClose()
      },
      t('replies.someWrong'),
    )
  function put(field: string): void {
    const area = document.querySelector<HTMLTextAreaElement>(`[data-area="${areaId}"]`)
    const text = form.getValues('text')
    const at = area?.selectionStart ?? text.length
    const placeholder = `{{${field}}}`
    form.setValue('text', text.slice(0, at) + placeholder + text.slice(area?.selectionEnd ?? at), {
      shouldDirty: true,
    })
    area?.focus()
    area?.setSelectionRange(at + placeholder.length, at + placeholder.length)
  }

  if (isDropping && entry)
    return (
      <Confirm
        title={t('replies.dropTitle', { title: entry.title })}
        lead={t('replies.dropLead')}
        action={t('replies.drop')}
        isDangerous
        onConfirm={async () => {
          await replyApi.drop(kind, entry.id)
          await refresh()
          toast.done(t('replies.dropped', { title: entry.title }))
        }}
        onClose={onClose}
      />
    )
  return (
    <Dialog isOpen onClose={onClose} title={t(entry ? `replies.edit.${kind}` : `replies.add.${kind}`)} isWide>
      {!mayChange && <Notice kind="info">{t('replies.readOnly', { name: entry?.owner_name })}</Notice>}
      <Form form={form} onSubmit={save} submit={t('replies.save')}>
        <Field
          label={t('replies.name')}
          hint={t('replies.titleHint')}
          maxLength={120}
          error={errors.title}
          {...form.register('title', { required: t('form.required') })}
        />
        <TextArea
          label={t('replies.text')}
          rows={5}
          maxLength={10_000}
          isOptional={kind === 'macro'}
          error={errors.text}
          data-area={areaId}
          {...form.register('text', kind === 'reply' ? { required: t('form.required') } : {})}
        />
        <div className={sheet.fields}>
          <span className={styles.hint}>{t('replies.textHint')}</span>
          {FIELDS.map((field) => (
            <Button
              key={field}
              isSmall
              aria-label={t('replies.insertField', { field: t(`replies.fields.${field}`) })}
              onClick={() => put(field)}
            >
              {t(`replies.fields.${field}`)}
            </Button>
          ))}
        </div>
        {kind === 'macro' && (
          <>
            <label className={styles.check}>
              <input type="checkbox" {...form.register('is_internal')} />
              {t('replies.isInternal')}
            </label>
            <Changes form={form} />
          </>
        )}
        <div className={styles.pair}>
          <PickOne
            label={t('replies.language')}
            placeholder={t('replies.anyLanguage')}
            options={Object.entries(LOCALE_NAMES)}
            isOptional
            error={errors.locale}
            {...form.register('locale')}
          />
          <Field
            label={t('replies.position')}
            inputMode="numeric"
            maxLength={5}
            error={errors.position}
            {...form.register('position', {
              pattern: { value: /^\d+$/, message: t('admin.sla.numberWrong') },
            })}
          />
        </div>
        <label className={styles.check}>
          <input type="checkbox" {...form.register('is_shared')} />
          {t('replies.share')}
        </label>
      </Form>
      {entry && mayChange && (
        <Button look="quiet" isSmall onClick={() => setIsDropping(true)}>
          {t('replies.drop')}
        </Button>
      )}
    </Dialog>
  )
}

type ChangesProps = { form: ReturnType<typeof useForm<Values>> }

function Changes({ form }: ChangesProps) {
  const { t } = useTranslation()
  const { data: team } = useQuery(teamQuery)
  const { data: meta } = useQuery(metaQuery())
  const stays = t('replies.stays')
  const { errors } = form.formState
  // A list without its choices would show nothing as chosen.
  if (!team || !meta) return <Waiting heights={[44, 44, 44, 44]} gap={8} />
  return (
    <fieldset className={`${styles.group} ${sheet.changes}`}>
      <legend>{t('replies.changes')}</legend>
      <div className={styles.pair}>
        <PickOne
          label={t('tickets.filter.status')}
          placeholder={stays}
          options={STATUSES.map((one) => [one, t(`tickets.status.${one}`)] as const)}
          isOptional
          {...form.register('status')}
        />
        <PickOne
          label={t('tickets.filter.priority')}
          placeholder={stays}
          options={PRIORITIES.map((one) => [one, t(`tickets.priority.${one}`)] as const)}
          isOptional
          {...form.register('priority')}
        />
        <PickOne
          label={t('tickets.filter.assignee')}
          placeholder={stays}
          options={[
            [ME, t('replies.me')],
            [NOBODY, t('replies.nobody')],
            ...team.map(({ id, full_name }) => [String(id), full_name] as const),
          ]}
          isOptional
          {...form.register('assigned_to')}
        />
        <PickOne
          label={t('tickets.filter.category')}
          placeholder={stays}
          options={meta.categories.map(({ slug, label }) => [slug, label] as const)}
          isOptional
          {...form.register('category')}
        />
        <Field
          label={t('tickets.filter.department')}
          hint={t('replies.departmentHint')}
          maxLength={100}
          isOptional
          {...form.register('department')}
        />
        <Field
          label={t('replies.addTags')}
          hint={t('replies.tagsHint')}
          maxLength={400}
          isOptional
          error={errors.add_tags}
          {...form.register('add_tags')}
        />
        <Field
          label={t('replies.removeTags')}
          hint={t('replies.tagsHint')}
          maxLength={400}
          isOptional
          error={errors.remove_tags}
          {...form.register('remove_tags')}
        />
      </div>
    </fieldset>
  )
}
