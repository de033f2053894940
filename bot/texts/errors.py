"""The sentence for each error: what is wrong and, where it helps, how to mend it."""

from __future__ import annotations

from bot.domain.markup import Text, text
from bot.errors import UserError
from bot.texts import document_errors

_SENTENCES: dict[str, str] = {
    # Answers in a conversation
    "answer.choose": "Tôi chưa rõ ý anh/chị. Xin chọn một câu trả lời dưới đây; gõ số thứ tự cũng được.",
    "answer.files": "Câu hỏi này chưa nhận ảnh, tệp: xin anh/chị chọn hoặc gõ câu trả lời, rồi gửi tệp ở bước minh chứng.",
    "answer.no_files": "Việc này không nhận ảnh, tệp: xin anh/chị chọn hoặc gõ câu trả lời. Muốn dừng để gửi tệp, gõ /huy.",
    "answer.empty": "Tin nhắn chưa có nội dung. Xin anh/chị gõ câu trả lời.",
    "answer.document": "Tôi chờ văn bản kế hoạch: tệp Word, PDF hoặc Excel.",
    "answer.words": "Xin anh/chị trả lời bằng vài chữ.",
    "answer.long": "Nội dung dài quá {limit} ký tự. Xin anh/chị rút gọn, hoặc gửi thành tệp ở bước minh chứng.",
    "answer.stale": "Lựa chọn này không còn nữa. Xin anh/chị chọn lại.",
    "percent.unclear": "Xin anh/chị cho một con số từ 0 đến 100, ví dụ: 60.",
    "percent.range": "{given}% lớn hơn 100%. Xin anh/chị cho một con số từ 0 đến 100.",
    "results.unknown": "Phần này sẽ vào báo cáo, nên xin ghi việc đã làm hoặc số liệu; chưa có thì gõ “chưa có số liệu”.",
    "difficulties.unknown": "Phần này sẽ vào báo cáo: xin ghi đang vướng ở đâu; nếu không có thì gõ “không có”.",
    "difficulties.required": "Anh/chị đã chọn “Vướng mắc”: xin ghi đang vướng ở đâu. Nếu không vướng, xin quay lại.",
    "evidence.none": "Tôi chưa thấy ảnh, tệp hay đường dẫn (bắt đầu bằng http). Xin gửi lại, hoặc chọn câu dưới đây.",
    "name.empty": "Xin anh/chị gõ họ và tên.",
    "name.long": "Tên dài quá {limit} ký tự, xin anh/chị gõ ngắn hơn.",
    # Dues and reports
    "due.unknown": "Không tìm thấy việc này.",
    "due.closed": "Việc “{name}” đã khép lại, không cần báo cáo nữa.",
    "due.not_yours": "Việc này không thuộc cơ quan của anh/chị.",
    "due.moved": "Hạn của việc “{name}” vừa thay đổi. Xin làm lại.",
    "coordinator.only": "Việc này dành cho điều phối viên.",
    "extension.past": "{day} đã qua.",
    "extension.earlier": "Hạn mới phải sau hạn hiện nay ({day}).",
    "extension.far": "{day} xa quá một năm.",
    "report.not_there": "Báo cáo của việc “{name}” không còn ở trạng thái đã gửi.",
    "absence.order": "Ngày cuối phải từ ngày đầu trở đi, và chưa qua.",
    "absence.long": "Thời gian nghỉ dài quá {days} ngày. Xin dùng /bangiao để bàn giao việc.",
    "snooze.nothing": "Các việc này đã được báo cáo hoặc khép lại, không cần nhắc nữa.",
    "report.changed": "{by} vừa gửi báo cáo cho việc này lúc {at}.",
    "status.other_agency": "Anh/chị chỉ xem được số liệu của cơ quan mình.",
    "summary.no_file": "Không mở được tệp {name}: kiểm tra --previous.",
    "template.missing": "Không đọc được mẫu báo cáo {name}: kiểm tra office.template trong cấu hình.",
    "template.unreadable": "Mẫu báo cáo (office.template) không phải tệp Word .docx.",
    "template.wrong": "Mẫu báo cáo (office.template) có chỗ không điền được: {problem}.",
    "template.no_previous": "--previous không dùng được khi có mẫu báo cáo riêng (office.template).",
    "letter.nobody_late": "Không có cơ quan nào quá hạn báo cáo kỳ này nên không cần công văn đôn đốc.",
    "urging.leaders_only": "Chỉ lãnh đạo và điều phối viên đôn đốc được.",
    "status.not_yours": "Anh/chị chưa là đầu mối của cơ quan nào. Xin liên hệ điều phối viên.",
    "period.unclear": "Không rõ kỳ “{given}”. Ví dụ: quý 4/2024, 6 tháng đầu năm 2024, năm 2024.",
    "request.unknown": "Không có yêu cầu số {number}.",
    "request.past": "Thời hạn của yêu cầu đã qua. Xin gõ lại /yeucau.",
    "request.nobody": "Yêu cầu chưa có nơi nhận.",
    # Joining
    "invite.unknown": "Mã mời không đúng. Xin anh/chị kiểm tra lại mã, hoặc hỏi điều phối viên.",
    "invite.expired": "Mã mời đã hết hạn. Xin anh/chị hỏi điều phối viên để nhận mã mới.",
    "invite.used": "Mã mời đã được dùng hết. Xin anh/chị hỏi điều phối viên để nhận mã mới.",
    "invite.too_many": "Anh/chị đã thử sai nhiều lần. Xin thử lại sau {minutes} phút, hoặc hỏi điều phối viên.",
    "invite.role": "Chỉ quản trị mới mời được vai trò này.",
    "invite.agency": 'Mã mời đầu mối phải kèm tên cơ quan, ví dụ: nhacviec invite "Sở Ngoại vụ".',
    "invite.limits": "Mã mời có hạn từ 1 đến 366 ngày và dùng từ 1 đến 1000 lần (đang là {days} ngày, {uses} lần).",
    "person.unknown": "Không tìm thấy người này.",
    # Agencies
    "agency.unknown": "Không tìm thấy cơ quan “{name}”.{like}",
    "agency.ambiguous": "“{name}” có thể là: {candidates}. Xin gõ rõ hơn.",
    "agency.exists": "Đã có cơ quan tên “{name}”.",
    "agency.changed": "Tên “{name}” vừa được sửa hoặc gộp, xin xem lại.",
    "undo.unknown": "Không có việc này để hoàn tác.",
    "undo.too_late": "Đã quá 24 giờ, không hoàn tác được nữa. Xin báo quản trị.",
    "undo.changed": "Danh bạ đã thay đổi từ đó, không hoàn tác được.",
    "undo.decided_long_ago": "Đã quá 24 giờ, không hoàn tác được nữa. Xin dùng lại /giahan hoặc /tralai.",
    "undo.due_changed": "Việc này đã thay đổi từ đó (cơ quan báo cáo, hoặc có quyết định khác), không hoàn tác được.",
    "undo.answered": "Đã có báo cáo cho việc được chuyển sang, không hoàn tác được.",
    "agency.gone": "“{name}” đã ngừng hoạt động.",
    "agency.future": "Ngày hiệu lực {day} chưa tới.",
    "agency.same": "“{name}” trùng với chính nó.",
    "agency.unknown_but_like": "Không tìm thấy cơ quan “{name}”. Có phải: {like}?",
    "group.unknown": "Không tìm thấy nhóm “{name}”.",
    # Plans
    "plan.none": "Chưa có kế hoạch nào. Nhập bằng: nhacviec plan import TỆP",
    "plan.unknown": "Không có kế hoạch số {plan}.",
    "plan.empty": "Không tìm thấy nhiệm vụ hay chế độ báo cáo nào trong văn bản.",
    "task.unknown": "Không tìm thấy nhiệm vụ này.",
    "plan.changed": "Kế hoạch vừa được người khác cập nhật.",
    "plan.not_allowed": "Chỉ điều phối viên được nhập kế hoạch.",
    "plan.year_unclear": "Xin anh/chị cho năm của kế hoạch, ví dụ: 2024.",
    "plan.timeframe_unclear": "Tôi chưa hiểu thời gian “{given}”. Ví dụ: Quý III/2024; trước ngày 30/6/2024; Thường xuyên.",
    "plan.day_unclear": "Tôi chưa hiểu ngày “{given}”. Ví dụ: trước ngày 15/11/2024; định kỳ hằng quý trước ngày 20.",
    "plan.names_unclear": "Xin anh/chị gõ tên cơ quan; nhiều cơ quan thì cách nhau bằng dấu chấm phẩy.",
    "errand.reading": "Tôi đang đọc văn bản, xin anh/chị chờ trong giây lát.",
    "errand.failed": "Tôi không đọc được văn bản này. Xin anh/chị lưu lại trong Word hay Excel rồi gửi lại.",
    "errand.unknown": "Văn bản này không còn được giữ. Xin anh/chị gửi lại.",
    "file.too_big": "Tệp lớn quá 20 MB nên bot không tải được. Xin anh/chị gửi riêng phần kế hoạch.",
    "file.gone": "Không tải được tệp từ ứng dụng chat. Xin anh/chị gửi lại.",
    "workbook.damaged": "Tệp {name} không còn trang ẩn “nhacviec”. Xin xuất lại bằng: nhacviec plan export TỆP.xlsx",
    # The register of agencies
    "register.format": "Không đọc được danh bạ từ {name}: chỉ nhận tệp .toml, .csv hoặc .xlsx. Xem docs/register.md.",
    "register.too_big": "Tệp danh bạ lớn quá {megabytes} MB.",
    "register.toml": "Tệp danh bạ TOML sai cú pháp: {problem}.",
    "register.csv": "Tệp danh bạ CSV phải ghi bằng mã UTF-8. Trong Excel: Lưu thành “CSV UTF-8”.",
    "register.xlsx": "Tệp danh bạ không phải là bảng tính Excel (.xlsx).",
    "register.no_names": "Danh bạ không có cột “Tên cơ quan”. Xem các cột ở docs/register.md.",
    "register.empty": "Danh bạ không có cơ quan nào.",
    "register.key": "Danh bạ có khóa lạ “{key}” ở {place}. Cho phép: name, short, kind, aliases, groups.",
    "register.value": "Giá trị của “{key}” ở {place} không đúng dạng. Xem docs/register.md.",
    "register.member": "Nhóm có thành viên “{name}” nhưng danh bạ không có cơ quan này.",
    # The configuration
    "config.missing": "Không có tệp cấu hình {file}. Tạo tệp bằng: nhacviec init",
    "config.unreadable": "Không mở được tệp cấu hình {file}. Kiểm tra quyền đọc của tệp.",
    "config.encoding": "Tệp cấu hình {file} phải ghi bằng mã UTF-8.",
    "config.syntax": "Tệp cấu hình {file} sai cú pháp ở dòng {line}. Chữ phải đặt trong ngoặc kép; xem config.example.toml.",
    "config.cut_off": "Tệp cấu hình {file} bị cụt ở cuối: còn ngoặc chưa đóng.",
    "config.unknown_section": "Không có mục [{section}] ({where}). Cho phép: {allowed}.",
    "config.unknown_key": "Không có khóa {key} ({where}). Cho phép trong mục này: {allowed}.",
    "config.not_a_section": "{section} ({where}) phải là một mục: ghi [{section}] trên một dòng riêng rồi ghi các khóa ở dưới.",
    "config.value.text": "{key} = {given} ({where}): cần chữ, đặt trong ngoặc kép.",
    "config.value.empty": "{key} ({where}): không được để trống.",
    "config.value.long": "{key} ({where}): dài quá {max_length} ký tự.",
    "config.value.number": "{key} = {given} ({where}): cần một số.",
    "config.value.above": "{key} = {given} ({where}): cần số lớn hơn {bound}.",
    "config.value.at_least": "{key} = {given} ({where}): cần số từ {bound} trở lên.",
    "config.value.at_most": "{key} = {given} ({where}): cần số không quá {bound}.",
    "config.value.list": "{key} = {given} ({where}): cần một danh sách trong ngoặc vuông, xem config.example.toml.",
    "config.value.choice": "{key} = {given} ({where}): cho phép {allowed}.",
    "config.value.timezone": "{key} = {given} ({where}): không có múi giờ này. Ví dụ: Asia/Ho_Chi_Minh.",
    "config.value.hour": "{key} = {given} ({where}): cần giờ dạng HH:MM, ví dụ 07:30.",
    "config.value.hours_order": "reminders.send_until ({where}): phải muộn hơn reminders.send_from.",
    "config.value.day": "{key} = {given} ({where}): cần ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2026-01-02.",
    "config.value.days_both": "{key} ({where}): ngày {day} cũng có trong calendar.extra_days_off. Bỏ một trong hai.",
    "config.value.listen": "{key} = {given} ({where}): cần địa chỉ và cổng, ví dụ 127.0.0.1:8443.",
    "config.value.url": "{key} = {given} ({where}): cần địa chỉ bắt đầu bằng http:// hoặc https://.",
    "config.value.proxy": "{key} ({where}): cần địa chỉ proxy, ví dụ http://10.0.0.1:3128 hoặc socks5://10.0.0.1:1080.",
    "config.value.database_url": "{key} ({where}): cần sqlite:///tệp hoặc postgresql://người:mật_khẩu@máy/tên.",
    "config.value.path": "{key} = {given} ({where}): không phải đường dẫn dùng được. Ví dụ: /var/lib/nhacviec.",
    "config.value.token": "{key} ({where}): mã truy cập không được có dấu cách, xuống dòng hay chữ có dấu. Chép lại mã.",
    "config.value.webhook_secret": "{key} ({where}): cần từ {least} đến 256 ký tự gồm A-Z, a-z, 0-9, _ và -.",
    "config.value.quarter": "{key} = {given} ({where}): cho phép quarter_end, nd09, hoặc đủ bốn ngày tháng-ngày của bốn quý, "
    'mỗi ngày nằm trong quý hoặc quý liền sau của cùng năm, ví dụ ["03-20", "06-20", "09-20", "12-20"].',
    "config.value.other": "{key} = {given} ({where}): giá trị không dùng được. Xem config.example.toml.",
    "config.database_url": "database.url: không đọc được địa chỉ. Cần sqlite:///tệp hoặc postgresql://người:mật_khẩu@máy/tên.",
    "config.listen": "Không mở được cổng {given}: sai địa chỉ, hoặc chương trình khác đang dùng. Sửa listen trong cấu hình.",
    "config.no_channel": "Chưa kênh nào có mã truy cập. Ghi token vào mục [telegram] hoặc [zalo] của tệp cấu hình.",
    "config.socks_missing": "Proxy SOCKS cần thư viện aiohttp-socks. Cài lại bằng: make env",
    # The command line
    "usage.config": "Tùy chọn --config cần tên tệp, ví dụ: --config /etc/nhacviec/config.toml",
    "usage.command": "Không có lệnh “{name}”. Xem các lệnh bằng: {command} --help",
    "usage.xlsx": "Tệp xuất ra phải có đuôi .xlsx (đang là {name}).",
    "usage.day": "Không rõ ngày “{given}”. Ghi dạng 01/07/2025 hoặc 2025-07-01.",
    "zalo.token": "Zalo không nhận mã truy cập (token). Xin kiểm tra zalo.token trong config.toml.",
    "account.taken": "Tài khoản này đã có người dùng riêng trong bot. Muốn liên kết, xin gõ /xoadulieu ở đây trước.",
    "telegram.token": "Telegram không nhận mã truy cập (token). Xin kiểm tra telegram.token trong config.toml.",
    "usage.port": "Cổng {port} đang được dùng. Chọn cổng khác, ví dụ: nhacviec demo --port 8081",
    "usage.port_range": "Cổng phải từ 0 đến 65535 (đang là {port}). Ví dụ: nhacviec demo --port 8081",
    "backup.directory": "Không có thư mục {path} để ghi bản sao. Tạo thư mục hoặc chọn nơi khác.",
    "backup.is_directory": "{path} là một thư mục. Ghi cả tên tệp, ví dụ: {path}/nhacviec.backup",
    "backup.missing": "Không có bản sao lưu {path}. Kiểm tra lại đường dẫn.",
    "agency.nameless": "Tên cơ quan “{given}” không có chữ nào. Xin ghi tên đầy đủ.",
    "usage.instant": "Không rõ thời điểm “{given}”. Ghi dạng 2024-11-08T08:00.",
    "usage.number": "“{given}” không phải là số tài khoản Telegram. Lấy số bằng cách nhắn cho @userinfobot.",
    "usage.summary": "Cần --period KỲ (ví dụ 2024-Q3), có thể thêm --plan; hoặc --request SỐ (ví dụ YC-3).",
    "usage.request": "Không rõ yêu cầu “{given}”. Ghi số hoặc mã, ví dụ: --request YC-3",
    "usage.agency": 'Thiếu tên cơ quan. Ví dụ: nhacviec invite "Sở Ngoại vụ"',
    "usage.days": "Số ngày phải từ 1 đến 366 (đang là {days}).",
}

_UNKNOWN = "Không làm được việc này ({code})."


def sentence(error: UserError) -> str:
    """Say an error in Vietnamese; values it does not carry are left out of the sentence."""
    template = _SENTENCES.get(error.code) or document_errors.SENTENCES.get(error.code)
    if template is None:
        return _UNKNOWN.format(code=error.code)
    return template.format_map(_Values(error.values))


def told(error: UserError) -> Text:
    """Say an error as a message."""
    return text(sentence(error))


def codes() -> frozenset[str]:
    """List the codes that have a sentence."""
    return frozenset(_SENTENCES) | frozenset(document_errors.SENTENCES)


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""
