/** Shows messages as they arrive, and sends what the forms say to the control routes. */
const EVERY_MS = 1_500;
const messages = document.querySelector("#messages");
const said = document.querySelector("#said");

setInterval(() => void refresh(), EVERY_MS);

for (const form of document.querySelectorAll("form.system")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void applyBehaviour(form);
  });
  form.querySelector(".switch").addEventListener("click", (event) => void flipSwitch(form, event.currentTarget));
}
document.querySelector("#reset").addEventListener("click", () => void reset());

async function applyBehaviour(form) {
  const { fault, slowMs, jitterMs, errorPercent, requestsPerMinute } = form.elements;
  await behave(form, {
    fault: fault.value, slowMs: Number(slowMs.value), jitterMs: Number(jitterMs.value), errorPercent: Number(errorPercent.value),
    requestsPerMinute: requestsPerMinute.value === "" ? null : Number(requestsPerMinute.value),
  });
}

async function flipSwitch(form, button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  if (!(await behave(form, { on }))) return;
  button.setAttribute("aria-pressed", String(on));
  button.innerHTML = on ? '开 <span lang="en">On – switch off</span>' : '关 <span lang="en">Off – switch on</span>';
}

function behave(form, behaviour) {
  return tell(`/control/systems/${form.dataset.system}`, { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify(behaviour) });
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
