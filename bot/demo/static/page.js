// The page of phones: draws what the server tells, and plays the people.

const ZONE = "Asia/Ho_Chi_Minh";
const NUMBERS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"];
const YEAR_DAYS = 365;
const YEAR_MILLISECONDS = 60_000;
const LONGEST_STEP_DAYS = 5;
const TYPING_MILLISECONDS = 5_000;
const PRESS_MILLISECONDS = 6_000;
const HOLD_MILLISECONDS = 480;
const PROBLEMS = {
  "demo.blocked": "Điện thoại này đang chặn bot.",
  "demo.empty": "Chưa có nội dung để gửi.",
  "demo.message": "Tin nhắn này không còn nữa.",
  "demo.chat": "Người này không ở trong nhóm.",
  "demo.jump_running": "Đang chuyển thời gian, vui lòng chờ một chút.",
  "demo.jump_back": "Thời gian chỉ đi tới, không quay lại.",
  "demo.jump_far": "Xa quá: mỗi lần đi tối đa năm năm.",
  "demo.jump_unreadable": "Không đọc được ngày giờ này.",
};
const ICONS = {
  bell: "M12 3a5.5 5.5 0 0 0-5.5 5.5v4.2L4.6 16.5h14.8l-1.9-3.8V8.5A5.5 5.5 0 0 0 12 3zM9.3 18a2.7 2.7 0 0 0 5.4 0z",
  group: "M8.5 11a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zm7.2 0a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2 18.2c0-3 3-4.7 6.5-4.7s6.5 1.7 6.5 4.7V19H2zm14.6.8H22v-.700c0-2.5-2.7-4.3-6.1-4.3.4.7.700 2.3.700 5z",
  send: "M3.5 20.2 21.5 12 3.5 3.8v6.4l11 1.8-11 1.8z",
  clip: "M16.5 6.5v9.7a4.5 4.5 0 0 1-9 0V6a3 3 0 0 1 6 0v9.5a1.5 1.5 0 0 1-3 0V7H9v8.5a3 3 0 0 0 6 0V6a4.5 4.5 0 0 0-9 0v10.2a6 6 0 0 0 12 0V6.5z",
  reply: "M10 8V4.5L3 11.5l7 7V15c5 0 8.5 1.6 11 5-1-6-4-11-11-12z",
  down: "M12 16.5 5.5 10l1.4-1.4 5.1 5.1 5.1-5.1L18.5 10z",
  close: "M18.3 7.1 16.9 5.7 12 10.6 7.1 5.7 5.7 7.1l4.9 4.9-4.9 4.9 1.4 1.4 4.9-4.9 4.9 4.9 1.4-1.4-4.9-4.9z",
  tick: "M9.2 16.2 5 12l-1.2 1.2 5.4 5.4L20 7.8l-1.2-1.2z",
  ticks: "M6.7 16.2 2.5 12l-1.2 1.2 5.4 5.4 1.2-1.2zM17.2 7.8 16 6.6l-7.6 7.6 1.2 1.2zm4.3-1.2L11.6 16.5l-1.9-1.9-1.2 1.2 3.1 3.1L22.7 7.8z",
  back: "M15.5 5 14 3.5 5.5 12l8.5 8.5L15.5 19l-7-7z",
  pin: "M14 3v1l-1 1v5l3 3v1.5h-3.2V21L12 22l-.8-1v-6.5H8V13l3-3V5l-1-1V3z",
  link: "M8 7h9v9h-2V10.4l-7.3 7.3-1.4-1.4L13.6 9H8z",
};

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function icon(name, className = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const part = (options) => new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, ...options });
const HOUR = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = part({ day: "2-digit", month: "2-digit", year: "numeric" });
const WEEKDAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];

function inVietnam(instant) {
  // Việt Nam has had UTC+7 without summer time since 1975.
  return new Date(instant.getTime() + 7 * 3_600_000);
}
const weekday = (instant) => WEEKDAYS[inVietnam(instant).getUTCDay()];
const dayKey = (instant) => inVietnam(instant).toISOString().slice(0, 10);

function initials(name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, " ").split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words.at(-2), words.at(-1)] : words;
  return chosen.map((word) => word[0].toLocaleUpperCase("vi")).join("");
}

function colour(id) {
  let sum = 0;
  for (const sign of String(id)) sum = (sum * 31 + sign.codePointAt(0)) % 9973;
  return sum % 7;
}

function bytes(count) {
  if (count < 1024) return `${count} B`;
  if (count < 1024 * 1024) return `${(count / 1024).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} KB`;
  return `${(count / 1024 / 1024).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB`;
}

async function call(path, body) {
  const options = body instanceof FormData ? { method: "POST", body } : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    notice("Mất liên lạc với bản dùng thử. Hãy xem cửa sổ dòng lệnh.");
    return null;
  }
  const packed = await answer.json().catch(() => ({}));
  if (answer.ok) return packed;
  notice(PROBLEMS[packed.error] ?? "Không làm được việc này.");
  return null;
}

let noticeTimer;
function notice(text) {
  const box = document.getElementById("notice");
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => box.classList.remove("shown"), 4_000);
}

// Text with entities: offsets count UTF-16 units, as JavaScript's strings do.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

function formatted(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let position = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = entity.offset + entity.length;
    if (entity.offset < position || end > to) continue;
    nodes.push(text.slice(position, entity.offset));
    const inner = entities.slice(index + 1).filter((other) => other.offset >= entity.offset && other.offset + other.length <= end);
    nodes.push(styled(entity, text.slice(entity.offset, end), formatted(text, inner, entity.offset, end)));
    position = end;
  }
  nodes.push(text.slice(position, to));
  return nodes.filter((node) => node !== "");
}

function styled(entity, covered, children) {
  if (entity.type === "text_link" || entity.type === "url" || entity.type === "email") {
    const address = entity.type === "email" ? `mailto:${covered}` : entity.url ?? covered;
    const safe = /^(https?|mailto|tg):/i.test(address) ? address : undefined;
    return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, children);
  }
  if (entity.type === "spoiler") return el("span", { class: "spoiler", tabindex: "0" }, children);
  if (entity.type === "bot_command") return el("button", { class: "command", type: "button", "data-command": covered }, children);
  if (entity.type === "mention" || entity.type === "hashtag") return el("span", { class: "mention" }, children);
  return el(TAGS[entity.type] ?? "span", {}, children);
}

class Phone {
  constructor(view) {
    this.id = view.id;
    this.nodes = new Map();
    this.messages = new Map();
    this.replyTo = null;
    this.unseen = 0;
    this.build(view);
    this.dress(view);
    view.messages.forEach((message) => this.put(message));
    new ResizeObserver(() => { if (this.sticky) this.toBottom(); }).observe(this.scroller);
    this.drawWelcome();
    this.arrange();
    this.toBottom();
  }

  build(view) {
    this.log = el("div", { class: "log", role: "log", "aria-label": `Tin nhắn của ${view.title}`, tabindex: "0" });
    this.scroller = el("div", { class: "scroller", onscroll: () => this.scrolled() }, this.log);
    this.subtitle = el("span", { class: "subtitle" });
    this.chatName = el("b");
    this.pinned = el("button", { class: "pinned", type: "button", hidden: true });
    this.toastBox = el("div", { class: "toast", role: "status" });
    this.clock = el("time");
    this.downCount = el("b");
    this.down = el("button", { class: "down", type: "button", "aria-label": "Xuống tin mới nhất", hidden: true, onclick: () => this.toBottom(true) }, icon("down"), this.downCount);
    this.hints = el("div", { class: "hints", role: "group", "aria-label": "Gợi ý trả lời" });
    this.sheet = el("div", { class: "sheet", role: "menu", "aria-label": "Lệnh của bot", hidden: true });
    this.keyboard = el("div", { class: "keyboard", hidden: true });
    const screen = el("div", { class: "screen" },
      el("div", { class: "status", "aria-hidden": "true" }, this.clock, el("i", { class: "island" }), el("span", { class: "signs" }, el("i", { class: "bars" }), el("i", { class: "battery" }))),
      this.header(view), this.pinned,
      el("div", { class: "chat" }, this.scroller, this.down, this.toastBox),
      this.hints, this.composer(view), this.keyboard);
    this.node = el("section", { class: `phone ${view.channel}`, id: `phone-${view.id}`, "data-testid": `phone-${view.id}`, "aria-label": `Điện thoại: ${view.title}, ${view.role}` },
      el("div", { class: "holder" },
        el("span", { class: `avatar c${colour(view.title)}`, "aria-hidden": "true" }, view.group ? icon("group") : initials(view.title)),
        el("div", {}, el("h2", {}, view.title), el("p", {}, view.role)),
        el("span", { class: "channel" }, view.channel === "zalo" ? "Zalo" : "Telegram")),
      el("div", { class: "device" }, screen));
  }

  header(view) {
    const picture = el("span", { class: view.group ? `avatar c${colour(view.chatTitle)}` : "avatar bot", "aria-hidden": "true" }, view.group ? initials(view.chatTitle) : icon("bell"));
    return el("header", { class: "head" }, icon("back", "icon back"), picture, el("div", {}, this.chatName, this.subtitle));
  }

  composer(view) {
    this.input = el("textarea", {
      rows: "1", placeholder: "Tin nhắn", "aria-label": `Nhắn tin với tư cách ${view.title}`, "data-testid": "composer-input",
      onkeydown: (event) => this.typedKey(event), oninput: () => this.grow(),
    });
    this.menuButton = el("button", { class: "menu", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "data-testid": "menu", hidden: true, onclick: () => this.openMenu(this.sheet.hidden) }, el("i", { "aria-hidden": "true" }), "Menu");
    this.file = el("input", { type: "file", multiple: true, hidden: true, "data-testid": "file-input", onchange: () => this.sendFiles() });
    this.sendButton = el("button", { class: "send", type: "submit", "aria-label": "Gửi", "data-testid": "send" }, icon("send"));
    this.quote = el("div", { class: "quoting", hidden: true });
    this.startButton = el("button", { class: "start", type: "button", hidden: true, "data-testid": "start", onclick: () => this.say("/start") }, "Bắt đầu");
    this.form = el("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      this.menuButton,
      el("div", { class: "field" }, this.input,
        el("button", { class: "clip", type: "button", "aria-label": "Đính kèm tệp hoặc ảnh", "data-testid": "attach", onclick: () => this.file.click() }, icon("clip")), this.file),
      this.sendButton);
    return el("footer", { class: "foot" }, this.quote, this.sheet, this.form, this.startButton);
  }

  dress(frame) {
    this.frame = { ...this.frame, ...frame };
    const { group, members, commands, hints, started, blocked } = this.frame;
    this.chatName.textContent = this.frame.chatTitle;
    this.usual = group ? `${members} thành viên` : "bot";
    if (!this.typingTimer) this.subtitle.textContent = this.usual;
    this.menuButton.hidden = commands.length === 0 || group;
    this.hints.replaceChildren(...hints.map((hint) => el("button", { type: "button", "data-testid": `hint-${hint}`, onclick: () => this.say(hint) }, hint)));
    this.form.hidden = !started || blocked;
    this.startButton.hidden = started && !blocked;
    this.startButton.textContent = blocked ? "Bỏ chặn và bắt đầu lại" : "Bắt đầu";
    this.hints.hidden = hints.length === 0 || blocked;
    this.drawCommands("");
    this.drawKeyboard();
    this.drawWelcome();
    this.drawPinned();
  }

  drawPinned() {
    const message = this.messages.get(String(this.frame.pinned));
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.replaceChildren(icon("pin"), el("span", {}, el("b", {}, "Tin nhắn đã ghim"), el("span", {}, message.text || "Tệp đính kèm")));
    this.pinned.onclick = () => this.show(message.id);
  }

  drawKeyboard() {
    const rows = this.frame.keyboard?.keyboard ?? [];
    this.keyboard.hidden = rows.length === 0;
    this.keyboard.replaceChildren(...rows.map((row) => el("div", { class: "row" }, row.map((button) => {
      const label = typeof button === "string" ? button : button.text;
      return el("button", { type: "button", "data-testid": `button-${label}`, onclick: () => this.say(label) }, label);
    }))));
    this.input.placeholder = this.frame.keyboard?.input_field_placeholder ?? "Tin nhắn";
  }

  drawWelcome() {
    const text = this.frame.description || "Bot này nhắc việc theo kế hoạch, nhận báo cáo tiến độ và tổng hợp giúp cơ quan.";
    this.welcome ??= el("div", { class: "welcome" });
    this.welcome.replaceChildren(el("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bell")), el("b", {}, "Bot này làm được gì?"), el("p", {}, text));
    this.welcome.hidden = this.frame.group || this.messages.size > 0;
    if (!this.welcome.isConnected) this.log.prepend(this.welcome);
  }

  drawCommands(filter) {
    const wanted = this.frame.commands.filter(({ command }) => command.startsWith(filter));
    this.sheet.replaceChildren(...wanted.map(({ command, description }) => el("button", { type: "button", role: "menuitem", "data-testid": `command-${command}`, onclick: () => { this.input.value = ""; this.openMenu(false); this.say(`/${command}`); } },
      el("span", {}, description), el("b", {}, `/${command}`))));
    return wanted.length;
  }

  openMenu(open, filter = "") {
    const found = this.drawCommands(filter);
    this.sheet.hidden = !open || found === 0;
    this.menuButton.setAttribute("aria-expanded", String(!this.sheet.hidden));
    this.menuButton.classList.toggle("open", !this.sheet.hidden);
  }

  put(message) {
    const isNew = !this.messages.has(message.id);
    const stay = this.sticky;
    this.messages.set(message.id, message);
    const node = this.draw(message);
    const old = this.nodes.get(message.id);
    if (old) old.replaceWith(node);
    else this.day(message).append(node);
    this.nodes.set(message.id, node);
    if (isNew && !message.mine) this.stopTyping();
    return { isNew, stay };
  }

  receive(message) {
    const { isNew, stay } = this.put(message);
    const node = this.nodes.get(message.id);
    if (isNew) node.classList.add("fresh");
    this.drawWelcome();
    this.arrange();
    if (stay || (isNew && message.mine)) this.toBottom(isNew);
    else if (isNew) this.unseen += 1;
    this.scrolled();
    if (isNew && !message.mine) this.ring();
    if (isNew && message.bot && message.attachment?.kind === "document") addPaper({ ...message.attachment, time: message.time });
    if (isNew) showTime(new Date(message.time), true);
  }

  ring() {
    this.node.classList.remove("ringing");
    requestAnimationFrame(() => this.node.classList.add("ringing"));
  }

  drop(id) {
    const day = this.nodes.get(id)?.parentElement;
    this.nodes.get(id)?.remove();
    if (day && !day.querySelector("article")) day.remove();
    this.nodes.delete(id);
    this.messages.delete(id);
    this.arrange();
  }

  draw(message) {
    if (message.service) return this.drawService(message);
    const bubble = el("div", { class: "bubble" },
      this.drawName(message), this.drawQuote(message.reply), this.drawAttachment(message), this.drawBody(message));
    const picture = message.attachment?.kind === "photo";
    if (picture && !message.text) bubble.classList.add("bare");
    if (picture) bubble.classList.add("wide");
    const stack = el("div", { class: "stack" }, bubble, this.drawReactions(message), this.drawButtons(message));
    const answer = el("button", { class: "answer", type: "button", "aria-label": "Trả lời tin này", "data-testid": "reply", onclick: () => this.startReply(message) }, icon("reply"));
    const face = this.frame.group && !message.mine ? this.drawFace(message) : null;
    const node = el("article", { class: `message ${message.mine ? "mine" : "theirs"}`, "data-testid": `message-${message.id}`, "data-message": message.id }, face, stack, answer);
    this.watchHold(bubble, message);
    return node;
  }

  drawFace(message) {
    return message.bot ? el("span", { class: "avatar small bot", "aria-hidden": "true" }, icon("bell"))
      : el("span", { class: `avatar small c${colour(message.sender.id)}`, "aria-hidden": "true" }, initials(message.sender.name));
  }

  drawService(message) {
    const who = message.sender.name;
    const texts = {
      new_chat_members: `${who} đã thêm ${message.service.who} vào nhóm`,
      left_chat_member: `${who} đã mời ${message.service.who} ra khỏi nhóm`,
      pinned_message: `${who} đã ghim một tin nhắn`,
      migrate_to_chat_id: "Nhóm đã được nâng cấp thành siêu nhóm",
      migrate_from_chat_id: "Nhóm đã được nâng cấp thành siêu nhóm",
    };
    return el("article", { class: "service", "data-testid": `message-${message.id}` }, el("span", {}, texts[message.service.what] ?? "Thông báo của nhóm"));
  }

  drawName(message) {
    if (!this.frame.group || message.mine) return null;
    return el("b", { class: `name n${message.bot ? "b" : colour(message.sender.id)}` }, message.sender.name, message.bot ? el("small", {}, "bot") : null);
  }

  drawQuote(reply) {
    if (!reply) return null;
    const kinds = { photo: "Ảnh", document: "Tệp", voice: "Tin thoại", sticker: "Nhãn dán" };
    return el("button", { class: "quote", type: "button", onclick: () => this.show(reply.id) }, el("b", {}, reply.name), el("span", {}, reply.text || kinds[reply.attachment] || "Tin nhắn"));
  }

  drawBody(message) {
    const stamp = el("span", { class: "stamp" }, message.edited ? "đã sửa " : "", HOUR.format(new Date(message.time)),
      message.mine ? icon(message.read ? "ticks" : "tick", `tick ${message.read ? "read" : ""}`) : null);
    if (message.mine) stamp.append(el("span", { class: "unseen-text" }, message.read ? "đã nhận" : "đã gửi"));
    if (!message.text) return el("div", { class: "text empty" }, stamp);
    const text = el("div", { class: "text" }, formatted(message.text, message.entities ?? []), stamp);
    text.querySelectorAll("[data-command]").forEach((node) => node.addEventListener("click", () => this.say(node.dataset.command)));
    return text;
  }

  drawAttachment({ attachment }) {
    if (!attachment) return null;
    if (attachment.kind === "photo") return this.drawPhoto(attachment);
    if (attachment.kind === "document" || attachment.kind === "voice") return this.drawFile(attachment);
    if (attachment.kind === "location") return el("div", { class: "card" }, `📍 ${attachment.latitude}, ${attachment.longitude}`);
    if (attachment.kind === "contact") return el("div", { class: "card" }, `👤 ${attachment.first_name} · ${attachment.phone_number}`);
    if (attachment.kind === "poll") return el("div", { class: "card" }, el("b", {}, attachment.question), ...attachment.options.map(({ text }) => el("div", {}, `○ ${text}`)));
    return el("div", { class: "emoji" }, attachment.emoji ?? "🙂");
  }

  drawPhoto(attachment) {
    const image = el("img", { src: attachment.url, alt: attachment.name || "Ảnh", loading: "lazy", width: attachment.width || undefined, height: attachment.height || undefined });
    image.addEventListener("load", () => { if (this.sticky) this.toBottom(); });
    return el("button", { class: "photo", type: "button", "aria-label": "Phóng to ảnh", "data-testid": "photo", onclick: () => enlarge(attachment) }, image);
  }

  drawFile(attachment) {
    const suffix = attachment.name.includes(".") ? attachment.name.split(".").pop().toLowerCase() : "";
    return el("a", { class: `file ${suffix}`, href: attachment.url, download: attachment.name, "data-testid": `file-${attachment.name}` },
      el("span", { class: "sheet-icon", "aria-hidden": "true" }, suffix.slice(0, 4) || "tệp"),
      el("span", { class: "about" }, el("b", {}, attachment.name), el("small", {}, `${bytes(attachment.bytes)} · tải về`)));
  }

  drawReactions(message) {
    if (!message.reactions?.length) return null;
    return el("div", { class: "reactions" }, message.reactions.map((emoji) => el("span", {}, emoji)));
  }

  drawButtons(message) {
    if (!message.buttons?.length) return null;
    return el("div", { class: "buttons" }, message.buttons.map((row) => el("div", { class: "row" }, row.map((button) => this.drawButton(message, button)))));
  }

  drawButton(message, button) {
    const testid = `button-${button.text}`;
    if (button.url) {
      return el("a", { href: button.url, target: "_blank", rel: "noopener noreferrer", "data-testid": testid }, el("span", {}, button.text), icon("link", "icon corner"));
    }
    const node = el("button", { type: "button", "data-testid": testid, onclick: () => this.press(node, message, button) }, el("span", {}, button.text));
    return node;
  }

  async press(node, message, button) {
    node.classList.add("waiting");
    setTimeout(() => node.classList.remove("waiting"), PRESS_MILLISECONDS);
    const done = await call(`api/phones/${this.id}/press`, { message: message.id, data: button.callback_data });
    if (!done) node.classList.remove("waiting");
  }

  answered(event) {
    this.nodes.get(event.message)?.querySelectorAll(".waiting").forEach((node) => node.classList.remove("waiting"));
    if (!event.text) return;
    this.toastBox.replaceChildren(event.text);
    this.toastBox.classList.add("shown");
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => this.toastBox.classList.remove("shown"), event.alert ? 8_000 : 3_500);
  }

  // Finds the day's part of the chat. Each has its own heading, which sticks to the top only while its day is shown.
  day(message) {
    const instant = new Date(message.time);
    const key = dayKey(instant);
    const last = this.log.lastElementChild;
    if (last?.dataset.day === key) return last;
    const heading = el("div", { class: "day" }, el("span", {}, `${weekday(instant)}, ${DAY.format(instant)}`));
    const part = el("div", { class: "part", "data-day": key }, heading);
    this.log.append(part);
    return part;
  }

  // Marks the first and last of each run of messages by one person in a day.
  arrange() {
    let before = null;
    for (const [id, message] of this.messages) {
      const node = this.nodes.get(id);
      const sender = message.service ? null : message.sender.id;
      const chained = before !== null && before.sender === sender && sender !== null && before.part === node.parentElement;
      node.classList.toggle("chained", chained);
      node.classList.add("last");
      if (chained) before.node.classList.remove("last");
      before = { part: node.parentElement, sender, node };
    }
  }

  typing() {
    this.subtitle.replaceChildren("đang nhập", el("i", { class: "dots", "aria-hidden": "true" }));
    this.subtitle.classList.add("typing");
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.stopTyping(), TYPING_MILLISECONDS);
  }

  stopTyping() {
    clearTimeout(this.typingTimer);
    this.typingTimer = null;
    this.subtitle.classList.remove("typing");
    this.subtitle.textContent = this.usual;
  }

  startReply(message) {
    this.replyTo = message.id;
    const name = message.mine ? "chính mình" : message.sender.name;
    this.quote.replaceChildren(icon("reply"),
      el("span", {}, el("b", {}, `Trả lời ${name}`), el("span", {}, message.text || "Tệp đính kèm")),
      el("button", { type: "button", "aria-label": "Thôi trả lời", onclick: () => this.endReply() }, icon("close")));
    this.quote.hidden = false;
    this.input.focus({ preventScroll: true });
  }

  endReply() {
    this.replyTo = null;
    this.quote.hidden = true;
  }

  watchHold(bubble, message) {
    let timer;
    const stop = () => clearTimeout(timer);
    bubble.addEventListener("contextmenu", (event) => { event.preventDefault(); this.startReply(message); });
    bubble.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") timer = setTimeout(() => this.startReply(message), HOLD_MILLISECONDS);
    });
    ["pointerup", "pointercancel", "pointermove"].forEach((name) => bubble.addEventListener(name, stop));
  }

  typedKey(event) {
    if (event.key === "Escape") { this.openMenu(false); this.endReply(); }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
    const begun = /^\/([a-z_]*)$/.exec(this.input.value);
    this.openMenu(Boolean(begun), begun?.[1] ?? "");
  }

  async submit() {
    const text = this.input.value;
    if (!text.trim()) return;
    this.input.value = "";
    this.grow();
    await this.say(text);
  }

  async say(text) {
    const replyTo = this.replyTo;
    this.endReply();
    this.openMenu(false);
    const done = await call(`api/phones/${this.id}/say`, { text, reply_to: replyTo });
    if (!done && !this.input.value) this.input.value = text;
  }

  async sendFiles() {
    const form = new FormData();
    form.append("caption", this.input.value);
    for (const file of this.file.files) form.append("file", file, file.name);
    this.file.value = "";
    const done = await call(`api/phones/${this.id}/file`, form);
    if (done) { this.input.value = ""; this.grow(); }
  }

  show(id) {
    const node = this.nodes.get(String(id));
    if (!node) return;
    this.scroller.scrollTo({ top: node.offsetTop - 80, behavior: "smooth" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
  }

  atBottom() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 90;
  }

  toBottom(smooth = false) {
    this.sticky = true;
    this.unseen = 0;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !racing() ? "smooth" : "auto" });
  }

  scrolled() {
    // While the chat glides down it is still at the bottom in spirit: only going up lets go of it.
    const top = this.scroller.scrollTop;
    this.sticky = this.atBottom() || (this.sticky && top >= (this.lastTop ?? 0));
    this.lastTop = top;
    if (this.sticky) this.unseen = 0;
    this.down.hidden = this.sticky;
    this.downCount.textContent = this.unseen || "";
    this.downCount.hidden = this.unseen === 0;
  }
}

function enlarge(attachment) {
  const box = document.getElementById("picture");
  box.querySelector("img").src = attachment.url;
  box.querySelector("img").alt = attachment.name || "Ảnh";
  box.showModal();
}

// The time machine.

const time = { now: new Date(0), since: 0, busy: false, year: 0, paused: true };
const racing = () => time.year > 0 && !time.paused;

function present() {
  return new Date(time.now.getTime() + (performance.now() - time.since));
}

function showTime(instant, onlyLater = false) {
  if (onlyLater && instant <= present()) return;
  time.now = instant;
  time.since = performance.now();
  drawTime();
}

function drawTime() {
  const now = present();
  document.getElementById("hour").textContent = HOUR.format(now);
  document.getElementById("weekday").textContent = weekday(now);
  document.getElementById("day").textContent = DAY.format(now);
  phones.forEach((phone) => { phone.clock.textContent = HOUR.format(now); });
}

function showPresent(packed) {
  showTime(new Date(packed.now));
  const next = packed.next ? new Date(packed.next) : null;
  const button = document.querySelector('[data-testid="jump-next"]');
  button.dataset.nothing = String(!next);
  document.getElementById("next").textContent = next ? `${weekday(next)} ${DAY.format(next).slice(0, 5)}, ${HOUR.format(next)}` : "chưa có lần nhắc nào";
  if (packed.documents) drawPapers(packed.documents);
  setBusy(time.busy);
}

function setBusy(busy) {
  time.busy = busy;
  document.body.classList.toggle("moving", busy && !racing());
  document.querySelectorAll("[data-jump]").forEach((node) => {
    node.disabled = busy || racing() || node.dataset.nothing === "true";
  });
}

async function jump(to) {
  setBusy(true);
  const packed = await call("api/jump", to);
  setBusy(false);
  if (packed) showPresent(packed);
  return packed !== null;
}

async function runYear() {
  const progress = document.getElementById("progress");
  time.paused = false;
  drawYear();
  progress.hidden = false;
  const pace = YEAR_MILLISECONDS / YEAR_DAYS;
  const began = performance.now() - time.year * pace;
  while (!time.paused && time.year < YEAR_DAYS) {
    // A day at a time; where the bot has much to say and falls behind, a few at a time, through all that lies between.
    const behind = Math.round((performance.now() - began) / pace) - time.year;
    const days = Math.min(Math.max(behind, 1), LONGEST_STEP_DAYS, YEAR_DAYS - time.year);
    time.year += days;
    progress.firstElementChild.style.width = `${(time.year / YEAR_DAYS) * 100}%`;
    drawYear();
    if (!(await jump({ days }))) time.paused = true;
    const left = began + time.year * pace - performance.now();
    if (left > 0) await new Promise((done) => setTimeout(done, left));
  }
  if (time.year >= YEAR_DAYS) { time.year = 0; progress.hidden = true; }
  time.paused = true;
  drawYear();
  setBusy(false);
}

function drawYear() {
  const button = document.getElementById("year");
  button.setAttribute("aria-pressed", String(!time.paused));
  const far = el("small", {}, `ngày ${time.year}/${YEAR_DAYS}`);
  if (!time.paused) button.replaceChildren("Tạm dừng", far);
  else button.replaceChildren(...(time.year ? ["Chạy tiếp", far] : ["Chạy cả năm"]));
}

const papers = new Map();

function drawPapers(list) {
  list.forEach((paper) => papers.set(paper.url, paper));
  const shown = [...papers.values()].sort((one, other) => (one.time < other.time ? 1 : -1));
  document.getElementById("paper-count").textContent = shown.length;
  if (shown.length === 0) return;
  document.getElementById("paper-list").replaceChildren(...shown.map((paper, index) => {
    const suffix = paper.name.split(".").pop().toLowerCase();
    return el("li", {}, el("a", { class: `file ${suffix}`, href: paper.url, download: paper.name, "data-testid": `document-${index}` },
      el("span", { class: "sheet-icon", "aria-hidden": "true" }, suffix.slice(0, 4)),
      el("span", { class: "about" }, el("b", {}, paper.name), el("small", {}, `${DAY.format(new Date(paper.time))} · ${bytes(paper.bytes)}`))));
  }));
}

function addPaper(paper) {
  if (papers.has(paper.url)) return;
  drawPapers([paper]);
  const drop = document.getElementById("papers");
  drop.classList.remove("news");
  requestAnimationFrame(() => drop.classList.add("news"));
}

// A browser writes the field in its own language; this says it as an office here does.
function readBack() {
  const chosen = new Date(`${document.getElementById("date").value}:00+07:00`);
  const readable = !Number.isNaN(chosen.getTime());
  document.getElementById("date-read").textContent = readable ? `${HOUR.format(chosen)}, ${weekday(chosen)} ${DAY.format(chosen)}` : "";
}

function wireMachine() {
  document.querySelectorAll("[data-jump]").forEach((node) => node.addEventListener("click", () => jump(JSON.parse(node.dataset.jump))));
  document.getElementById("year").addEventListener("click", () => { if (time.paused) runYear(); else time.paused = true; });
  document.getElementById("date-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await jump({ to: document.getElementById("date").value })) document.getElementById("date-drop").open = false;
  });
  document.getElementById("date-drop").addEventListener("toggle", () => {
    const later = inVietnam(new Date(present().getTime() + 86_400_000)).toISOString();
    document.getElementById("date").value = `${later.slice(0, 10)}T07:30`;
    readBack();
  });
  document.getElementById("date").addEventListener("input", readBack);
  document.addEventListener("click", (event) => {
    phones.forEach((phone) => { if (!phone.node.querySelector(".foot").contains(event.target)) phone.openMenu(false); });
    document.querySelectorAll("details.drop[open]").forEach((drop) => { if (!drop.contains(event.target)) drop.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details.drop[open]").forEach((drop) => { drop.open = false; });
  });
  setInterval(drawTime, 1_000);
}

// The connection: the whole state first, then each change.

const phones = new Map();

function hear(event) {
  const phone = phones.get(event.phone);
  if (event.kind === "time") showPresent(event);
  if (!phone) return;
  if (event.kind === "message") { phone.dress(event.frame); phone.receive(event.message); phone.drawPinned(); }
  if (event.kind === "frame") phone.dress(event.frame);
  if (event.kind === "deleted") phone.drop(event.message);
  if (event.kind === "typing") phone.typing();
  if (event.kind === "answered") phone.answered(event);
}

async function load() {
  const state = await (await fetch("api/state")).json();
  phones.clear();
  const nodes = state.phones.map((view) => {
    const phone = new Phone(view);
    phones.set(view.id, phone);
    return phone.node;
  });
  document.getElementById("phones").replaceChildren(...nodes);
  document.getElementById("phones").style.setProperty("--count", nodes.length);
  document.getElementById("how-many").textContent = NUMBERS[nodes.length] ?? nodes.length;
  phones.forEach((phone) => { phone.toBottom(); phone.scrolled(); });
  showPresent(state);
  document.body.dataset.ready = "true";
}

function connect() {
  // What happens between the stream's opening and the state's arrival waits, so nothing is missed or shown twice.
  let waiting = [];
  const stream = new EventSource("api/events");
  stream.onopen = async () => {
    waiting = [];
    document.body.classList.remove("offline");
    await load();
    const missed = waiting;
    waiting = null;
    missed.forEach(hear);
  };
  stream.onmessage = ({ data }) => { const event = JSON.parse(data); if (waiting) waiting.push(event); else hear(event); };
  stream.onerror = () => { document.body.classList.add("offline"); waiting = []; };
}

wireMachine();
connect();
