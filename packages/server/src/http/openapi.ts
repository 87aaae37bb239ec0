/** The contract as an OpenAPI 3.1 document. */
import {
  errors,
  errorsOf,
  isBytes,
  type Operation,
  type OperationName,
  operations,
  Problem,
  routes,
} from '@chatapp/contract'

/** As much of OpenAPI as the contract needs, and the page that shows it. */
export interface OpenApi {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, OpenApiOperation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

export interface OpenApiOperation {
  operationId: string
  summary: string
  description?: string
  security: object[]
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: object }[]
  requestBody?: { required: true; content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

/** By media type; the schema of what is not JSON says nothing. */
type Content = Record<string, { schema: object }>
type Schema = Exclude<Operation['replies'][number], null>

export function openApiOf(version: string): OpenApi {
  const paths: OpenApi['paths'] = {}
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    const [method, path] = routes[name].split(' ') as [string, string]
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: describe(name, operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'ChatApp',
      version,
      description: 'The API holds the letters; the socket rings the doorbell.',
    },
    paths,
    components: {
      schemas: { Problem },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'chatapp', description: 'Signing in sets it.' },
        token: { type: 'http', scheme: 'bearer', description: 'For programs; made in the settings.' },
      },
    },
  }
}

function describe(name: OperationName, operation: Operation): OpenApiOperation {
  const { summary, caller, params, query, body, upload, replies } = operation
  const taken = body ?? upload
  return {
    operationId: name,
    summary,
    ...(caller === 'admin' && { description: 'For administrators.' }),
    security:
      caller === 'anyone' ? [] : [{ session: [] }, ...(operation.onlySessions ? [] : [{ token: [] }])],
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(taken && { requestBody: { required: true, content: contentOf(taken) } }),
    responses: { ...answers(replies), ...refusals(operation) },
  }
}

function parameters(place: 'path' | 'query', schema: Operation['query']): OpenApiOperation['parameters'] {
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: schema?.required?.includes(name) ?? false,
    schema: property,
  }))
}

function answers(replies: Operation['replies']): OpenApiOperation['responses'] {
  return Object.fromEntries(
    Object.entries(replies).map(([status, schema]) => [
      status,
      {
        description: isBytes(schema) ? 'The bytes.' : 'Done.',
        ...(schema && { content: contentOf(schema) }),
      },
    ]),
  )
}

const contentOf = (schema: Schema): Content =>
  isBytes(schema)
    ? Object.fromEntries(schema.mediaTypes.map((type) => [type, { schema: {} }]))
    : { 'application/json': { schema } }

/** One entry a status; its description names the codes. */
function refusals(operation: Operation): OpenApiOperation['responses'] {
  const responses: OpenApiOperation['responses'] = {}
  for (const code of errorsOf(operation)) {
    const status = String(errors[code].status)
    const known = responses[status]
    responses[status] = {
      description: known ? `${known.description}, ${code}` : code,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return responses
}
