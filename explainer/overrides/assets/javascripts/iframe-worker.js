/* A page opened from a folder must not start a worker. In a site built with --offline, a hidden frame takes its place: it
   has the few functions that the two workers of the search use. The theme looks for this name. */
window.IFrameWorker = window.Worker = class extends EventTarget {
  constructor(address) {
    super();
    const frame = document.createElement("iframe");
    Object.assign(frame, { hidden: true, title: "Search", srcdoc: "<!doctype html><title>Search</title>" });
    this.scope = new Promise((resolve) => {
      frame.onload = () => resolve(this.started(frame.contentWindow, address));
    });
    document.body.append(frame);
  }

  async started(scope, address) {
    scope.Worker = Worker;
    scope.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
    scope.importScripts = async (...addresses) => {
      for (const src of addresses)
        await new Promise((onload, onerror) => {
          const script = scope.document.createElement("script");
          scope.document.head.append(Object.assign(script, { src, onload, onerror }));
        });
    };
    await scope.importScripts(address);
    return scope;
  }

  async postMessage(data) {
    (await this.scope).dispatchEvent(new MessageEvent("message", { data }));
  }
};
