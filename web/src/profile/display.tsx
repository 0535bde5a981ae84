import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { keepUser } from '../session.ts'
import type { Locale } from '../texts.ts'
import { chooseTheme, THEMES, useTheme } from '../theme.ts'
import { Choice } from '../ui/choice.tsx'
import { LanguageChoice } from '../ui/language-choice.tsx'
import styles from './profile.module.css'

export function Display() {
  const { t } = useTranslation()
  const theme = useTheme()
  const queryClient = useQueryClient()

  /** Letters are written in the language of the profile, so it follows. */
  async function keepLocale(locale: Locale) {
    keepUser(queryClient, await api.changeProfile({ locale }))
  }

  return (
    <div className={styles.pair}>
      <LanguageChoice onChosen={(locale) => void keepLocale(locale)} />
      <Choice
        label={t('theme.label')}
        value={theme}
        options={THEMES.map((option) => [option, t(`theme.${option}`)] as const)}
        onChoose={chooseTheme}
      />
    </div>
  )
}
