import { useState } from 'react'
import { type UseFormReturn, useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { Locale } from '../texts.ts'
import { Field } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { ArticlePreview } from './article-preview.tsx'
import type { Values } from './article-values.ts'
import type { HelpKind } from './help-api.ts'

const LONGEST = 40_000

type Props = { form: UseFormReturn<Values>; locale: Locale; kind: HelpKind }

/** Of one language. */
export function ArticleTextFields({ form, locale, kind }: Props) {
  const { t } = useTranslation()
  const [view, setView] = useState<'write' | 'preview'>('write')
  const errors = form.formState.errors.texts?.[locale]
  const content = useWatch({ control: form.control, name: `texts.${locale}.content` })
  return (
    <>
      <Field
        label={t(kind === 'faq' ? 'help.question' : 'help.name')}
        lang={locale}
        maxLength={500}
        error={errors?.title}
        {...form.register(`texts.${locale}.title`)}
      />
      <div>
        <Segments
          label={t('help.view')}
          value={view}
          options={[
            ['write', t('help.write')],
            ['preview', t('help.preview')],
          ]}
          onChoose={setView}
        />
      </div>
      {view === 'write' ? (
        <TextArea
          label={t(kind === 'faq' ? 'help.answer' : 'help.text')}
          hint={t('help.textHint')}
          lang={locale}
          rows={kind === 'faq' ? 6 : 16}
          maxLength={LONGEST}
          error={errors?.content}
          {...form.register(`texts.${locale}.content`)}
        />
      ) : (
        <ArticlePreview content={content} locale={locale} />
      )}
      <Field
        label={t('help.description')}
        hint={t('help.descriptionHint')}
        lang={locale}
        isOptional
        maxLength={500}
        error={errors?.meta_description}
        {...form.register(`texts.${locale}.meta_description`)}
      />
      <Field
        label={t('help.metaTitle')}
        hint={t('help.metaTitleHint')}
        lang={locale}
        isOptional
        maxLength={200}
        error={errors?.meta_title}
        {...form.register(`texts.${locale}.meta_title`)}
      />
      <Field
        label={t('help.slug')}
        hint={t('help.slugHint')}
        isOptional
        maxLength={120}
        error={errors?.slug}
        {...form.register(`texts.${locale}.slug`)}
      />
    </>
  )
}
