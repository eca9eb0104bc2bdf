/* Filters, search and livelier charts. Every page can be read without this file. No request leaves the folder. */
(function () {
  "use strict";
  var script = document.currentScript, root = script.src.replace(/habeas\.js.*$/, "");
  var loading = {};
  function load(path) {
    if (!loading[path]) {
      loading[path] = new Promise(function (done) {
        var tag = document.createElement("script");
        tag.src = root + path;
        tag.onload = function () { done(true); };
        tag.onerror = function () { done(false); };
        document.head.appendChild(tag);
      });
    }
    return loading[path];
  }
  function element(name, text, attributes) {
    var made = document.createElement(name);
    if (text !== undefined && text !== null) { made.textContent = text; }
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }
  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  }

  /* ---- the table of all figures ---- */
  var form = document.getElementById("filters"), rows = [];
  window.habeasRows = function (part) { rows = rows.concat(part); };
  function chosen() {
    var found = {};
    new FormData(form).forEach(function (value, key) { if (value) { found[key] = value; } });
    return found;
  }
  function address(wanted) {
    var query = new URLSearchParams(wanted).toString();
    try { history.replaceState(null, "", location.pathname + (query ? "?" + query : "")); } catch (e) { /* some browsers refuse in a folder */ }
  }
  function filtered(wanted) {
    var parts = fold(wanted.q || "").split(/\s+/).filter(Boolean);
    return rows.filter(function (r) {
      if (wanted.measure && r[2] !== wanted.measure) { return false; }
      if (wanted.source && r[5] !== wanted.source) { return false; }
      if (wanted.year && r[6] !== wanted.year) { return false; }
      if (wanted.state && r[7] !== wanted.state) { return false; }
      if (!parts.length) { return true; }
      var text = fold(r[3] + " " + r[4] + " " + r[5] + " report " + r[0]);
      return parts.every(function (word) { return text.indexOf(word) >= 0; });
    });
  }
  function cell(head, text) { return element("td", text, { "data-head": head }); }
  function show(found, shown) {
    var body = document.querySelector("#rows tbody");
    body.textContent = "";
    found.slice(0, shown).forEach(function (r) {
      var line = element("tr"), first = element("th", null, { scope: "row" });
      first.appendChild(element("a", "Report " + r[0], { href: "documents/" + r[0] + ".html#m" + r[1] }));
      line.appendChild(first);
      line.appendChild(cell("Figure", r[3]));
      line.appendChild(cell("Group", r[4] || "not stated"));
      line.appendChild(cell("Who says so", r[5]));
      line.appendChild(cell("In the best reading", r[7].charAt(0).toUpperCase() + r[7].slice(1)));
      body.appendChild(line);
    });
    document.querySelector("#rows caption").textContent = "Figures that match, in the order of reports";
    document.getElementById("count").textContent = found.length.toLocaleString("en") + " of " + Number(form.dataset.total).toLocaleString("en") + " figures";
    var more = document.getElementById("more");
    more.hidden = found.length <= shown;
    more.onclick = function () { show(found, shown + 200); };
    var links = document.querySelector("main > nav");
    if (links) { links.hidden = true; }
  }
  function apply() {
    var wanted = chosen(), files = Number(form.dataset.files), waits = [];
    address(wanted);
    for (var n = 1; n <= files; n += 1) { waits.push(load("data/claims-" + n + ".js")); }
    Promise.all(waits).then(function () {
      rows.sort(function (a, b) { return a[0] - b[0]; });
      show(filtered(wanted), 200);
    });
  }
  if (form) {
    form.hidden = false;
    var given = new URLSearchParams(location.search), any = false;
    given.forEach(function (value, key) {
      var field = form.elements[key];
      if (field) { field.value = value; any = true; }
    });
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); apply(); });
    form.addEventListener("reset", function () { setTimeout(apply, 0); });
    if (any) { apply(); }
  }

  /* ---- search ---- */
  var box = document.getElementById("search"), index = {}, entries = {};
  window.habeasWords = function (name, words) { index[name] = words; };
  window.habeasEntries = function (n, part) { entries[n] = part; };
  var PER_FILE = 400, SHOWN = 60;
  function unpack(text) {
    var last = 0;
    return text.split(" ").map(function (step) { last += parseInt(step, 36); return last; });
  }
  function shard(word) {
    return Array.from(word).slice(0, Number(box.dataset.depth)).map(function (c) { return c.codePointAt(0).toString(16); }).join("-");
  }
  function hits(word, last) {
    var words = index[shard(word)] || {}, found = new Set();
    Object.keys(words).forEach(function (key) {
      if (key === word || (last && key.indexOf(word) === 0)) { unpack(words[key]).forEach(function (n) { found.add(n); }); }
    });
    return found;
  }
  function find() {
    var text = document.getElementById("q").value, words = fold(text).match(/[\p{L}\p{N}_]+/gu) || [];
    var list = document.getElementById("results"), count = document.getElementById("count");
    address(text ? { q: text } : {});
    list.textContent = "";
    if (!words.length) { count.textContent = ""; return; }
    Promise.all(words.map(function (word) { return load("search/w-" + shard(word) + ".js"); })).then(function () {
      var common = null;
      words.forEach(function (word, n) {
        var found = hits(word, n === words.length - 1);
        common = common === null ? found : new Set(Array.from(common).filter(function (k) { return found.has(k); }));
      });
      var all = Array.from(common).sort(function (a, b) { return a - b; }), shown = all.slice(0, SHOWN), files = {};
      count.textContent = all.length ? all.length.toLocaleString("en") + " found" + (all.length > SHOWN ? ", the first " + SHOWN + " shown" : "") : "Nothing found. Try fewer words.";
      shown.forEach(function (k) { files[Math.floor(k / PER_FILE)] = true; });
      Promise.all(Object.keys(files).map(function (n) { return load("search/entries-" + n + ".js"); })).then(function () {
        list.textContent = "";
        shown.forEach(function (k) {
          var entry = (entries[Math.floor(k / PER_FILE)] || [])[k % PER_FILE];
          if (!entry) { return; }
          var item = element("li");
          item.appendChild(element("a", entry[0], { href: root + entry[1] }));
          item.appendChild(element("p", entry[2]));
          list.appendChild(item);
        });
      });
    });
  }
  if (box) {
    var asked = new URLSearchParams(location.search).get("q");
    box.addEventListener("submit", function (event) { event.preventDefault(); find(); });
    if (asked) { document.getElementById("q").value = asked; find(); }
  }

  /* ---- charts one can point at ---- */
  var specs = {};
  window.habeasChart = function (name, spec) { specs[name] = spec; };
  Array.prototype.forEach.call(document.querySelectorAll("figure[data-chart]"), function (figure) {
    var name = figure.dataset.chart;
    var button = element("button", "Explore this chart", { type: "button" });
    figure.appendChild(button);
    function draw() {
      button.disabled = true;
      load("vendor/vega.min.js").then(function () { return load("vendor/vega-lite.min.js"); }).then(function () {
        return load("vendor/vega-embed.min.js");
      }).then(function () { return load("charts/" + name + ".js"); }).then(function () {
        if (!specs[name] || !window.vegaEmbed) { button.textContent = "The chart's scripts are not in this folder"; return; }
        var place = figure.querySelector(".drawn"), dark = matchMedia("(prefers-color-scheme: dark)").matches;
        var parsed = specs[name], full = parsed.spec;
        full.config = parsed[dark ? "dark" : "light"];
        var width = Math.min(place.clientWidth, 760);
        if (width < 480) { full.config.legend.columns = 1; } // names side by side would be cut
        if (full.vconcat) { full.vconcat.forEach(function (part) { part.width = width - 130; }); } else { full.width = width; }
        place.textContent = "";
        place.setAttribute("role", "img");
        place.setAttribute("aria-labelledby", figure.id + "-title");
        window.vegaEmbed(place, full, { actions: false, renderer: "svg" }).then(function () { button.remove(); });
      });
    }
    button.addEventListener("click", draw);
    if (figure.hasAttribute("data-live")) {
      if (!window.IntersectionObserver) { draw(); return; }
      var watch = new IntersectionObserver(function (seen) {
        if (seen.some(function (s) { return s.isIntersecting; })) { watch.disconnect(); draw(); }
      }, { rootMargin: "200px" });
      watch.observe(figure);
    }
  });
})();
