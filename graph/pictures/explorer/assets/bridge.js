// Ties the explorer in its frame to the kernel: what its reader does, and what Python asks for.
// It stands in the notebook's page, hears only the frame that knows its key, and shows nothing.

export default {
  initialize({ model }) {
    const key = model.get("key");
    let frame = null;
    let heard = null;
    const tell = () => frame?.postMessage({ nhvExplorer: key, state: model.get("state") }, "*");
    const hear = (event) => {
      if (event.data?.nhvExplorer !== key) return;
      frame = event.source;
      if (!event.data.state) return tell();
      heard = JSON.stringify(event.data.state);
      model.set("state", event.data.state);
      model.save_changes();
    };
    const turn = () => { if (JSON.stringify(model.get("state")) !== heard) tell(); };
    addEventListener("message", hear);
    model.on("change:state", turn);
    return () => {
      removeEventListener("message", hear);
      model.off("change:state", turn);
    };
  },
  render({ el }) {
    el.style.display = "none";
  },
};
