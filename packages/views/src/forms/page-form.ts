import { nearestNames } from '@tenon/core';
import { escapeHtml, type FailedForm, Html, type RequestContext } from '@tenon/http';
import { type ChoiceGroup, writeChoices } from './choice-group.js';
import { fieldOf, typed } from './failed-fields.js';
import { type Choice, type FieldControl, type FieldRules, freeRules } from './field-rules.js';
import type { FormPlan } from './form-plan.js';
import { escapeValue, writeAttributes } from './markup.js';
import { askedFor, failedForm, NAME_FIELD } from './sent-form.js';
import { besideLabel, wordsOf } from './words.js';

/** What a form needs of the page that it stands on. */
export interface FormPage {
  readonly context: RequestContext | undefined;
  /** Gives an id that nothing on the page has yet. */
  freeId(wanted: string): string;
  /** Gives the hidden field with a token, where something gives one. */
  token(): unknown;
}

/** What fields have at first, by their names: an object of the application's. */
export type FormValues = Readonly<Record<string, unknown>> | object;

/** Attributes of HTML. What is undefined or false is left out, and true has no value. */
export type Attributes = Readonly<Record<string, unknown>>;

/** How a field is drawn, beside its attributes. */
export interface FieldOptions extends Attributes {
  /** Default: what `@Describe({ title })` says, else the name in words. */
  readonly label?: string | Html;
  /** Stands below the field, and is read out with it. */
  readonly hint?: string | Html;
  /** Default: by what the class says. */
  readonly as?: FieldControl;
  /** What there is to choose from. Default: the values of the enum. */
  readonly options?: readonly (string | number | { readonly value: string | number; readonly label: string })[];
  /** Default: what was typed before, else what `values` has, else what a new object has. */
  readonly value?: unknown;
}

/** What tells one form on a page from another one of its route. */
interface FormPlace {
  readonly url: string;
  readonly id: string;
  readonly name: string | undefined;
  readonly values: FormValues | undefined;
}

/**
 * A form on a page. It is drawn by what the class of its `@Form`, or `@Query`, says; after a refusal it has what was typed, and what
 * was wrong, and on the page that it asked for, what was asked for.
 *
 * All of it gives `Html`.
 */
export class PageForm {
  /** Begins the ids of all that the form has. */
  readonly id: string;
  readonly #plan: FormPlan;
  readonly #page: FormPage;
  readonly #url: string;
  readonly #name: string | undefined;
  readonly #values: Readonly<Record<string, unknown>>;
  /** Undefined unless it is this form that was refused. */
  readonly #failed: FailedForm | undefined;
  /** What was typed, if it is this form that was sent. */
  readonly #old: FailedForm['old'] | undefined;

  constructor(plan: FormPlan, page: FormPage, { url, id, name, values }: FormPlace) {
    this.id = id;
    this.#plan = plan;
    this.#page = page;
    this.#url = url;
    this.#name = name;
    this.#values = (values ?? {}) as Readonly<Record<string, unknown>>;
    this.#failed = failedForm(plan, page.context, url, name);
    this.#old = plan.method === 'GET' ? askedFor(plan, page.context, url) : this.#failed?.old;
  }

  /**
   * The start: address, method, `_method` and `enctype`, the form's name, and the field with the token where something gives one.
   * Of a form that asks for a page, address and method.
   */
  open(attributes: Attributes = {}): Html {
    const { method, hasFiles } = this.#plan;
    if (method === 'GET')
      return new Html(`<form${writeAttributes({ action: this.#url, method: 'get', ...attributes })}>`);
    const action =
      method === 'POST' ? this.#url : `${this.#url}${this.#url.includes('?') ? '&' : '?'}_method=${method}`;
    const all = { action, method: 'post', enctype: hasFiles ? 'multipart/form-data' : undefined, ...attributes };
    const named = { type: 'hidden', name: NAME_FIELD, value: this.#name };
    const name = this.#name === undefined ? '' : `<input${writeAttributes(named)}>`;
    return new Html(`<form${writeAttributes(all)}>${escapeValue(this.#page.token())}${name}`);
  }

  close(): Html {
    return new Html('</form>');
  }

  /** Whether it is this form that was refused. */
  get isFailed(): boolean {
    return this.#failed !== undefined;
  }

  /** Label, control, hint and message of a field. */
  field(name: string, options: FieldOptions = {}): Html {
    const rules = this.#rulesOf(name);
    const { label = rules.label, hint, ...rest } = options;
    const isGroup = isOpenChoice(rules, options);
    // What describes a group is said of it once, and not of each button.
    const control = this.#control(name, rules, hint === undefined || isGroup ? rest : { ...rest, hint }, isGroup);
    const isTick = !isGroup && (options.as ?? rules.control) === 'checkbox';
    const hintId = writeAttributes({ id: `${this.#idOf(name)}-hint` });
    const below = hint === undefined ? '' : `\n<p class="field-hint"${hintId}>${escapeValue(hint)}</p>`;
    const message = this.#errorText(name, label);
    const end = `${below}${message === '' ? '' : `\n${message}`}\n`;
    const className = `field${message === '' ? '' : ' field-invalid'}`;
    if (isGroup) {
      const attributes = {
        class: className,
        // Of groups only this one may be invalid; boxes say it each for itself.
        ...(options.as === 'radio' && { role: 'radiogroup', 'aria-invalid': message === '' ? undefined : 'true' }),
        'aria-describedby': this.#describedBy(name, hint !== undefined),
      };
      const legend = `<legend>${escapeValue(label)}</legend>`;
      return new Html(`<fieldset${writeAttributes(attributes)}>\n${legend}\n${control}${end}</fieldset>`);
    }
    const text = this.label(name, label).text;
    const parts = isTick ? `${control} ${text}` : `${text}\n${control}`;
    return new Html(`<div class="${className}">\n${parts}${end}</div>`);
  }

  /** The control alone, whatever it is drawn as. */
  input(name: string, options: FieldOptions = {}): Html {
    return new Html(this.#control(name, this.#rulesOf(name), options));
  }

  textarea(name: string, options: FieldOptions = {}): Html {
    return this.input(name, { ...options, as: 'textarea' });
  }

  select(name: string, options: FieldOptions = {}): Html {
    return this.input(name, { ...options, as: 'select' });
  }

  checkbox(name: string, options: FieldOptions = {}): Html {
    return this.input(name, { ...options, as: 'checkbox' });
  }

  /** A button for each value, without what names the group. */
  radio(name: string, options: FieldOptions = {}): Html {
    return this.input(name, { ...options, as: 'radio' });
  }

  /** The label alone. */
  label(name: string, text: string | Html = this.#rulesOf(name).label): Html {
    return new Html(`<label${writeAttributes({ for: this.#idOf(name) })}>${escapeValue(text)}</label>`);
  }

  /** The message of a field; empty where nothing is wrong with it. */
  error(name: string): Html {
    return new Html(this.#errorText(name, this.#rulesOf(name).label));
  }

  /**
   * What was wrong with the form as a whole; empty where it was not refused.
   *
   * @param text - where the fields say it all. Default: that something below is to be mended
   */
  message(text: string | Html = 'Please mend what is marked below.'): Html {
    const failed = this.#failed;
    if (failed === undefined) return new Html('');
    // Nobody would see what belongs to no field.
    const homeless = failed.errors.filter((error) => !this.#hasField(fieldOf(error)));
    const texts = homeless.map(({ message }) => message);
    const told = failed.message ?? (texts.length > 0 ? texts.join(' ') : text);
    return new Html(`<p class="form-message" role="alert">${escapeValue(told)}</p>`);
  }

  /** @param text - default: `Save`, or `Search` where it asks for a page */
  button(text: string | Html = this.#plan.method === 'GET' ? 'Search' : 'Save', attributes: Attributes = {}): Html {
    return new Html(`<button${writeAttributes({ type: 'submit', ...attributes })}>${escapeValue(text)}</button>`);
  }

  #hasField(name: string | undefined): boolean {
    return name !== undefined && (this.#plan.fields?.has(name) ?? true);
  }

  #rulesOf(name: string): FieldRules {
    const { fields, name: form } = this.#plan;
    if (fields === undefined) return freeRules(name);
    const rules = fields.get(name);
    if (rules) return rules;
    const [near] = nearestNames(name, fields.keys());
    throw new TypeError(
      `the form of ${JSON.stringify(form)} has no field ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`,
    );
  }

  #idOf(name: string): string {
    return `${this.id}-${name.replaceAll(/[^\w-]+/g, '-')}`;
  }

  #errorText(name: string, label: string | Html): string {
    const error = this.#failed?.errors.find((each) => fieldOf(each) === name);
    if (error === undefined) return '';
    const subject = label instanceof Html ? wordsOf(name) : label;
    const id = writeAttributes({ id: `${this.#idOf(name)}-error` });
    return `<p class="field-error"${id}>${escapeHtml(besideLabel(error.message, name, subject))}</p>`;
  }

  #describedBy(name: string, hasHint: boolean): string | undefined {
    const parts = [
      ...(hasHint ? [`${this.#idOf(name)}-hint`] : []),
      ...(this.#isWrong(name) ? [`${this.#idOf(name)}-error`] : []),
    ];
    return parts.length === 0 ? undefined : parts.join(' ');
  }

  #isWrong(name: string): boolean {
    return this.#failed?.errors.some((each) => fieldOf(each) === name) === true;
  }

  /** @param isDescribed - whether what stands around it has said already what describes it */
  #control(name: string, rules: FieldRules, options: FieldOptions, isDescribed = false): string {
    const { label: _, hint, as = controlOf(rules, options), options: choices, value, ...more } = options;
    const isWrong = this.#isWrong(name);
    const id = typeof more['id'] === 'string' ? more['id'] : this.#idOf(name);
    const common = {
      id,
      name,
      required: rules.isRequired,
      'aria-describedby': isDescribed ? undefined : this.#describedBy(name, hint !== undefined),
      'aria-invalid': isWrong ? 'true' : undefined,
    };
    if (isOpenChoice(rules, options)) {
      const type = as === 'radio' ? 'radio' : 'checkbox';
      // A group of boxes is not required by requiring each of them, and a button is not invalid by itself.
      const own = type === 'radio' ? { 'aria-invalid': undefined } : { required: undefined };
      return this.#choices(name, rules, options, { type, id, attributes: { ...common, ...own, ...more } });
    }
    switch (as) {
      case 'checkbox': {
        const isTicked = this.#isTicked(name, rules, value);
        // The query of a route that shows no page does not know the `on` of browsers.
        const sent = this.#plan.method === 'GET' ? 'true' : undefined;
        return `<input${writeAttributes({ type: 'checkbox', ...common, value: sent, checked: isTicked, ...more })}>`;
      }
      case 'select':
        return this.#select(name, rules, choices?.map(choiceOf) ?? rules.choices ?? [], value, { ...common, ...more });
      case 'textarea': {
        const { pattern: _pattern, min: _min, max: _max, step: _step, ...attributes } = rules.attributes;
        const text = this.#textOf(name, rules, 'text', value);
        // The first line break behind the tag is left out by browsers.
        return `<textarea${writeAttributes({ ...common, ...attributes, ...more })}>\n${escapeHtml(text)}</textarea>`;
      }
      default: {
        const type = typeof more['type'] === 'string' ? more['type'] : rules.control === 'input' ? rules.type : 'text';
        const text = this.#textOf(name, rules, type, value);
        const attributes = {
          ...common,
          type,
          ...attributesFor(type, rules),
          ...(text === '' ? {} : { value: text }),
          ...more,
        };
        return `<input${writeAttributes(attributes)}>`;
      }
    }
  }

  #select(name: string, rules: FieldRules, choices: readonly Choice[], given: unknown, attributes: Attributes): string {
    const chosen = new Set(this.#textsOf(name, rules, given));
    const written = choices.map(
      ({ value, label }) =>
        `<option${writeAttributes({ value, selected: chosen.has(value) })}>${escapeHtml(label)}</option>`,
    );
    const hasEmpty =
      !rules.isMultiple && !choices.some(({ value }) => value === '') && !(rules.isRequired && chosen.size > 0);
    if (hasEmpty) written.unshift('<option value=""></option>');
    return `<select${writeAttributes({ multiple: rules.isMultiple, ...attributes })}>\n${written.join('\n')}\n</select>`;
  }

  #choices(
    name: string,
    rules: FieldRules,
    { options, value }: FieldOptions,
    group: Omit<ChoiceGroup, 'choices' | 'chosen'>,
  ): string {
    const known = options?.map(choiceOf) ?? rules.choices;
    if (known === undefined)
      throw new TypeError(`the field ${JSON.stringify(name)} has nothing to choose from: give it options`);
    // An option of a list may be blank, and a button must have a name.
    const blank = this.#plan.method === 'GET' ? 'Any' : 'None';
    const choices = known.map((each) => (each.label === '' ? { ...each, label: blank } : each));
    return writeChoices({ ...group, choices, chosen: new Set(this.#textsOf(name, rules, value)) });
  }

  #isTicked(name: string, rules: FieldRules, given: unknown): boolean {
    // A box without a tick is not sent at all.
    if (this.#old) return typed(this.#old, name)?.some((text) => TICKED.has(text)) === true;
    const value = given ?? this.#values[name] ?? rules.initial;
    return value === true || (typeof value === 'string' && TICKED.has(value));
  }

  /** What a field has, as text; nothing for what is never sent back. */
  #textOf(name: string, rules: FieldRules, type: string, given: unknown): string {
    if (type === 'password' || type === 'file') return '';
    const [text = ''] = this.#textsOf(name, rules, given, type);
    return text;
  }

  #textsOf(name: string, rules: FieldRules, given: unknown, type = 'text'): readonly string[] {
    const old = typed(this.#old, name);
    if (old) return old;
    if (this.#old && rules.isMultiple && given === undefined) return [];
    const value = given ?? this.#values[name] ?? rules.initial;
    if (value === undefined || value === null) return [];
    const all: readonly unknown[] = Array.isArray(value)
      ? value
      : value instanceof Set
        ? [...(value as Set<unknown>)]
        : [value];
    return all.map((each) => (each instanceof Date ? dateText(each, type) : String(each)));
  }
}

const TICKED: ReadonlySet<string> = new Set(['on', 'true', '1']);

function controlOf(rules: FieldRules, { options, type }: FieldOptions): FieldControl {
  if (options !== undefined) return 'select';
  return typeof type === 'string' ? 'input' : rules.control;
}

/** Whether all that may be chosen is to be seen: buttons, or boxes of which several may be ticked. */
function isOpenChoice(rules: FieldRules, { as, options }: FieldOptions): boolean {
  return as === 'radio' || (as === 'checkbox' && (rules.isMultiple || options !== undefined));
}

function choiceOf(choice: NonNullable<FieldOptions['options']>[number]): Choice {
  return typeof choice === 'object'
    ? { value: String(choice.value), label: choice.label }
    : { value: String(choice), label: wordsOf(String(choice)) };
}

/** What a hidden field, or one of another type than the class suggests, has no use for. */
function attributesFor(type: string, { attributes, type: usual }: FieldRules): Attributes {
  if (type === 'hidden') return { required: false };
  if (type === usual || TEXTS.has(type) === TEXTS.has(usual)) return attributes;
  return {};
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'email', 'url', 'password', 'search', 'tel']);

/** Gives a time as the controls of HTML have it: a day in UTC, and a time of day in the server's zone, as both are read again. */
function dateText(date: Date, type: string): string {
  if (Number.isNaN(date.getTime())) return '';
  if (type !== 'datetime-local') return type === 'date' ? date.toISOString().slice(0, 10) : date.toISOString();
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
