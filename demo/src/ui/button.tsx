import type { ButtonHTMLAttributes } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface Props extends ButtonHTMLAttributes {
  kind?: 'primary' | 'quiet' | 'danger';
  icon?: IconName | undefined;
  /** While what it started is under way: it cannot be pressed again, and says so. */
  isBusy?: boolean;
}

export function Button({ kind = 'primary', icon, isBusy = false, disabled, children, ...attributes }: Props) {
  return (
    <button
      type="button"
      {...attributes}
      class={`button button-${kind}`}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
