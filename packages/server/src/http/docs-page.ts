/** `/docs`: the OpenAPI document as a page that needs no script and no style but our own file. */
import { errors, fieldErrors } from '@chatapp/contract'
import type { OpenApi, OpenApiOperation } from './openapi.ts'

export function docsPage({ info, paths }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<header><h1>${info.title} API</h1><p>${info.description} Version ${info.version}.
The same as data: <a href="/openapi.json">openapi.json</a>.</p>
<p>People have a session, in a cookie that signing in sets. Programs send a token, which is made in the settings:
<code>Authorization: Bearer chatapp_…</code></p></header>
<nav aria-label="Operations"><ul>${operations.map(
    ({ path, method, operation }) =>
      html`<li><a href="#${operation.operationId}"><code>${method} ${path}</code></a></li>`,
  )}</ul></nav>
<main>${operations.map(section)}
<section id="errors"><h2>Errors</h2>
<p>Every refusal is <code>application/problem+json</code> with one of these codes. <code>validation_failed</code> names
each value in <code>errors</code>, with one of: ${fieldErrors.join(', ')}.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>${Object.entries(
    errors,
  ).map(
    ([code, { status, title }]) =>
      html`<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
  )}</tbody></table></section>
</main>
</body>
</html>
`.text
}

interface Entry {
  path: string
  method: string
  operation: OpenApiOperation
}

/** By how many ways there are to say who asks. */
const needs = ['Needs no session.', 'Needs a session; a token will not do.', 'Needs a session or a token.']

function section({ path, method, operation }: Entry): Html {
  const { operationId, summary, description = '', security, parameters, requestBody, responses } = operation
  return html`
<section id="${operationId}"><h2><code>${method} ${path}</code></h2>
<p>${summary}</p>
<p>${needs[security.length]!} ${description}</p>
${parameters.length > 0 ? parameterTable(parameters) : ''}
${requestBody ? bodyOf(requestBody) : ''}
<h3>Answers</h3><dl>${Object.entries(responses).map(([status, { description, content }]) => {
    const schema = content?.['application/json']?.schema
    return html`<dt>${status}</dt><dd>${description}${
      schema
        ? html`<details><summary>Schema</summary><pre><code>${JSON.stringify(schema, null, 2)}</code></pre></details>`
        : ''
    }</dd>`
  })}</dl></section>`
}

function bodyOf({ content }: NonNullable<OpenApiOperation['requestBody']>): Html {
  const schema = content['application/json']?.schema
  return html`<h3>Body</h3>${
    schema
      ? html`<pre><code>${JSON.stringify(schema, null, 2)}</code></pre>`
      : html`<p>Bytes: <code>${Object.keys(content).join(', ')}</code></p>`
  }`
}

const parameterTable = (parameters: Entry['operation']['parameters']): Html =>
  html`<h3>Parameters</h3><table><thead><tr><th>Name</th><th>In</th><th>Required</th><th>Schema</th></tr></thead><tbody>${parameters.map(
    (parameter) =>
      html`<tr><td><code>${parameter.name}</code></td><td>${parameter.in}</td><td>${parameter.required ? 'yes' : 'no'}</td><td><code>${JSON.stringify(parameter.schema)}</code></td></tr>`,
  )}</tbody></table>`

/** Text that is markup already; all else is escaped. */
class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function html(parts: TemplateStringsArray, ...values: (string | number | Html | Html[])[]): Html {
  const texts = values.map((value) => {
    if (value instanceof Html) return value.text
    if (Array.isArray(value)) return value.map(({ text }) => text).join('')
    return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  })
  return new Html(String.raw({ raw: parts }, ...texts))
}

export const docsStyle = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-inline-size: 60rem; margin-inline: auto; padding: 1rem; }
nav ul { columns: 2 20rem; padding: 0; list-style: none; }
section { border-block-start: 1px solid; margin-block-start: 2rem; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; overflow-wrap: anywhere; }
pre { overflow: auto; max-block-size: 24rem; }
dt { font-weight: 600; }
`
