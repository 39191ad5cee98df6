import { escapeHtml } from '@tenon/http';
import type { Choice } from './field-rules.js';
import { writeAttributes } from './markup.js';

/** A choice that stands open: one of several buttons, or any of several boxes. */
export interface ChoiceGroup {
  readonly type: 'radio' | 'checkbox';
  /** Of the first control; those of the others are made of it. */
  readonly id: string;
  readonly choices: readonly Choice[];
  readonly chosen: ReadonlySet<string>;
  /** Of each control. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Writes the controls of a group, each with its label. What names the group is written around them. */
export function writeChoices({ type, id, choices, chosen, attributes }: ChoiceGroup): string {
  const written = choices.map(({ value, label }, index) => {
    const each = index === 0 ? id : `${id}-${index + 1}`;
    // Nothing is what an empty value stands for.
    const checked = chosen.has(value) || (value === '' && chosen.size === 0);
    const control = writeAttributes({ type, ...attributes, id: each, value, checked });
    return `<div class="choice"><input${control}> <label${writeAttributes({ for: each })}>${escapeHtml(label)}</label></div>`;
  });
  return written.join('\n');
}
