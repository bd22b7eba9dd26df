// A service worker's own scope, and the line that the build writes at its head.
declare const BUILD: string;
interface WorkerGlobalScope {
  readonly clients: Clients;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
}
interface Event {
  readonly data?: any;
  readonly request?: Request;
  respondWith?(answer: Response | PromiseLike<Response>): void;
  waitUntil?(work: Promise<unknown>): void;
}
