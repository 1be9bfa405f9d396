/** Shows messages as they arrive, and sends what the forms say to the control routes. */
const EVERY_MS = 1_500;
const messages = document.querySelector("#messages");
const said = document.querySelector("#said");

setInterval(refresh, EVERY_MS);

for (const form of document.querySelectorAll("form.system")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void applyBehaviour(form);
  });
}
document.querySelector("#reset").addEventListener("click", () => void reset());

async function applyBehaviour(form) {
  const { fault, slowMs, requestsPerMinute } = form.elements;
  const behaviour = { fault: fault.value, slowMs: Number(slowMs.value), requestsPerMinute: requestsPerMinute.value === "" ? null : Number(requestsPerMinute.value) };
  await tell(`/control/systems/${form.dataset.system}`, { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify(behaviour) });
}

async function reset() {
  if (await tell("/control/reset", { method: "POST" })) location.reload();
}

async function refresh() {
  const reply = await fetch(location.href).catch(() => undefined);
  if (!reply?.ok) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("#messages");
  if (fresh.innerHTML !== messages.innerHTML) messages.innerHTML = fresh.innerHTML;
}

async function tell(path, request) {
  const reply = await fetch(path, request).catch(() => undefined);
  said.textContent = reply?.ok ? "已生效 Done" : `未能生效 It did not work: ${reply ? ((await reply.json()).detail ?? reply.status) : "no answer"}`;
  return reply?.ok ?? false;
}
