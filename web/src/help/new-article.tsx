import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AdminPage } from '../admin/admin-page.tsx'
import { ArticleForm } from './article-form.tsx'
import { articleApi, type HelpKind } from './help-api.ts'
import { useUnsaved } from './use-unsaved.ts'

export function NewArticle({ kind }: { kind: HelpKind }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const unsaved = useUnsaved({ kind, id: 0 })
  return (
    <AdminPage title={t(kind === 'faq' ? 'help.addQuestion' : 'help.addArticle')} lead={t('help.newLead')}>
      <ArticleForm
        kind={kind}
        article={null}
        unsaved={unsaved}
        save={({ category = '', ...rest }) => articleApi.add(kind, { ...rest, category })}
        onSaved={async ({ id }) => {
          await navigate({
            to: '/artigos/$articleId',
            params: { articleId: String(id) },
            search: kind === 'faq' ? { kind } : {},
          })
        }}
      />
    </AdminPage>
  )
}
