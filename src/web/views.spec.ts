import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { fieldsOf } from './page-renderer.js';
import type { FormState } from './form-state.js';
import { Views } from './views.js';

describe('Views show', () => {
  it('what people wrote as they wrote it, and never as a part of the page', () => {
    const said = '<script>alert("1 & 2")</script>';
    const html = new Views().html('web/problems/not-done', {
      title: said,
      message: said,
      fullTitle: said,
      errors: [],
      places: [],
      asset: (it: string) => it,
    });
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;');
  });
});

describe('A field', () => {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader(['src', join('node_modules', 'govuk-frontend', 'dist')]),
  );
  /** What the macros make of a form that was sent, or of none. */
  const html = (macro: string, form?: FormState) => {
    const name = /^\w+/.exec(macro)![0];
    const view = `{% from "web/views/forms.njk" import ${name} with context %}{{ ${macro} }}`;
    const values = fieldsOf(form, form?.errors ?? []);
    return environment.renderString(view, { ...values, csrf: () => 'token', key: () => 'key' });
  };
  const error = { field: 'it', id: 'it', message: 'Enter it' };

  it('shows what was typed, and what is wrong with it', () => {
    const form = { values: { it: '"><b>' }, errors: [error] };
    for (const macro of [
      'textField("it", "It")',
      'moneyField("it", "It")',
      'textArea("it", "It")',
    ]) {
      const shown = html(macro, form);
      expect(shown).toContain('&quot;&gt;&lt;b&gt;');
      expect(shown).toMatch(/id="it-error"[^>]*>\s*<span[^>]*>Error:<\/span> Enter it/);
      expect(shown).toMatch(/(input|textarea)[^>]* id="it"/);
    }
  });

  it('shows what it is given, until something was typed', () => {
    expect(html('textField("it", "It", { value: "before" })')).toContain('value="before"');
    const form = { values: { it: 'typed' }, errors: [] };
    expect(html('textField("it", "It", { value: "before" })', form)).toContain('value="typed"');
    const blank = { values: { it: '' }, errors: [] };
    expect(html('textField("it", "It", { value: "before" })', blank)).not.toContain('before');
  });

  it('of a day marks the part that is wrong', () => {
    const form = {
      values: { 'on-day': '2', 'on-month': '', 'on-year': '2026' },
      errors: [{ field: 'on', id: 'on-month', message: 'Needs a month', parts: ['month'] }],
    };
    const shown = html('dayField("on", "When?")', form);
    const inputs = [...shown.matchAll(/<input[^>]*>/g)].map((it) => it[0]);
    expect(inputs.map((it) => /id="([^"]+)"/.exec(it)![1])).toEqual([
      'on-day',
      'on-month',
      'on-year',
    ]);
    expect(inputs.map((it) => it.includes('govuk-input--error'))).toEqual([false, true, false]);
    expect(inputs.map((it) => /value="([^"]*)"/.exec(it)?.[1])).toEqual(['2', '', '2026']);
  });

  it('of choices keeps what was chosen, and is led to by its first', () => {
    const items = '[{ value: "a", text: "A" }, { value: "b", text: "B" }]';
    const form = { values: { it: 'b' }, errors: [error] };
    const radios = html(`radiosField("it", "Which?", ${items})`, form);
    expect(radios).toMatch(/id="it"[^>]*value="a">/);
    expect(radios).toMatch(/value="b" checked/);
    const several = { values: { it: ['a', 'b'] }, errors: [] };
    expect(
      html(`checkboxesField("it", "Which?", ${items})`, several).match(/ checked/g),
    ).toHaveLength(2);
    expect(html(`selectField("it", "Which?", ${items})`, form)).toMatch(/value="b" selected/);
  });

  it('of a form carries its token first, before a file', () => {
    const view =
      '{% from "web/views/forms.njk" import formTo, fileField with context %}' +
      '{% call formTo("/there", true) %}{{ fileField("it", "Photo") }}{% endcall %}';
    const shown = environment.renderString(view, {
      ...fieldsOf(undefined, []),
      csrf: () => 'token',
      key: () => 'key',
    });
    expect(shown).toContain(
      '<form method="post" action="/there" novalidate enctype="multipart/form-data">',
    );
    const names = [...shown.matchAll(/<input[^>]* name="([^"]+)"/g)].map((it) => it[1]);
    expect(names).toEqual(['_csrf', '_key', 'it']);
  });
});
