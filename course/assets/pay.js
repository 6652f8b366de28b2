/* The calculator on the market page: what an hour of yours brings, unpaid hours included. Nothing leaves the page. */
(() => {
  "use strict";
  const form = document.getElementById("pay");
  if (!form) return;
  const FULL_YEAR_HOURS = 2080;
  const NAMES = ["rate", "paid", "unpaid", "weeks", "start"];
  const fields = NAMES.map((name) => document.getElementById(`pay-${name}`));
  const fault = document.getElementById("pay-fault");
  const answer = document.getElementById("pay-answer");
  const money = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const hours = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

  /* [what is wrong, the fields it concerns], or null where the five numbers can be used. */
  function faultOf([rate, paid, unpaid, weeks, start]) {
    const numbers = [rate, paid, unpaid, weeks, start];
    const bad = numbers.findIndex((number) => !Number.isFinite(number) || number < 0);
    if (bad >= 0) return [`“${label(fields[bad])}” needs a number of 0 or more.`, [fields[bad]]];
    if (paid + unpaid > 168) {
      return ["A week has 168 hours. Paid and unpaid hours together are more.", [fields[1], fields[2]]];
    }
    if (weeks > 52) return ["A year has at most 52 weeks with work.", [fields[3]]];
    if ((paid + unpaid) * weeks + start === 0) {
      return ["No hours are given, so the pay for an hour cannot be computed. Fill in hours and weeks.", [fields[1], fields[3]]];
    }
    return null;
  }

  function label(field) {
    return form.querySelector(`label[for="${field.id}"]`).textContent.trim();
  }

  function show(name, text) {
    document.getElementById(`pay-${name}`).textContent = text;
  }

  function update() {
    const numbers = fields.map((field) => (field.value.trim() === "" ? NaN : Number(field.value)));
    const found = faultOf(numbers);
    fault.textContent = found ? found[0] : "";
    answer.hidden = Boolean(found);
    for (const field of fields) field.setAttribute("aria-invalid", String(Boolean(found && found[1].includes(field))));
    if (found) return;
    const [rate, paid, unpaid, weeks, start] = numbers;
    const income = rate * paid * weeks;
    const given = (paid + unpaid) * weeks + start;
    show("effective", money.format(income / given));
    show("income", money.format(income));
    show("hours", hours.format(given));
    show("claim", money.format(rate * FULL_YEAR_HOURS));
  }

  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const without of document.querySelectorAll(".pay-without")) without.hidden = true;
  form.hidden = false;
  update();
})();
