import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface Props {
  tone?: 'info' | 'good' | 'bad';
  children?: ComponentChildren;
}

/**
 * A line that is read out when its words change: at once where the tone is bad. It has to be there before its words are, so
 * render it empty and not only when there is something to say.
 */
export function Notice({ tone = 'info', children }: Props) {
  const isEmpty = children === undefined || children === null || children === false || children === '';
  return (
    <div class={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {!isEmpty && (
        <p>
          <Icon name={tone === 'info' ? 'about' : tone} />
          <span>{children}</span>
        </p>
      )}
    </div>
  );
}
