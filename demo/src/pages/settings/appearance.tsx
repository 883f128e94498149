import { languages, settings, themes } from '../../services/settings.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Choice, Select } from '../../ui/field.tsx';

/** Language and colours. */
export function Appearance() {
  const words = t().settings.appearance;
  return (
    <Card title={words.title}>
      <Select
        label={words.language}
        value={settings.language.value}
        options={(['auto', ...languages] as const).map((language) => ({
          value: language,
          label: words.languages[language],
        }))}
        onChange={(language) => {
          settings.language.value = language;
        }}
      />
      <Choice
        label={words.theme}
        value={settings.theme.value}
        options={themes.map((theme) => ({ value: theme, label: words.themes[theme] }))}
        onChange={(theme) => {
          settings.theme.value = theme;
        }}
      />
    </Card>
  );
}
