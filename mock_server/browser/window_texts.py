"""What the window says, in Korean and English.

Lives here: the texts. May not: the page.
"""

from typing import Final

from ..domain.text import Text

TEXTS: Final[dict[str, Text]] = {
    "title": Text("모의 본인인증", "Mock identity verification"),
    "banner": Text("모의 본인인증 (portone-mock)", "Mock identity verification (portone-mock)"),
    "warning": Text(
        "실제 인증이 아니며 포트원의 창도 아닙니다.",
        "Nobody is really verified here, and this is not PortOne's window.",
    ),
    # What the banner says besides, at the steps of which it is true.
    "made_up": Text("아래 사람들은 모두 지어낸 인물입니다.", "Everyone below is made up."),
    "no_sms": Text("문자는 실제로 보내지 않습니다.", "No text message is really sent."),
    "other": Text("English", "한국어"),
    "question": Text("누구로 인증할까요?", "Who is being verified?"),
    "outcome_label": Text("결과", "Outcome"),
    "agency_label": Text("인증사", "Agency"),
    "button": Text("이대로 끝내기", "Finish"),
    "sending": Text("보내는 중…", "Sending…"),
    "closing": Text("창 닫기", "Close the window"),
    "lost": Text("인증창이 할 일은 끝났습니다. 이 창을 닫아도 됩니다.", "This window is done. It can be closed."),
    "failed": Text("처리하지 못했습니다.", "That did not work."),
    "unreachable": Text(
        "모의 서버에서 답을 받지 못했습니다. portone-mock이 켜져 있는지 확인하고 다시 누르세요.",
        "The mock did not answer. See whether portone-mock is running, and press again.",
    ),
    "filter": Text("사람 찾기 (이름, 번호, 설명)", "Find a person (name, number, description)"),
    "found": Text("{count}명", "{count} found"),
    "found_none": Text(
        "찾는 사람이 없습니다. 이미 고른 사람만 보입니다.", "Nobody is found. Only who is chosen already is shown."
    ),
    "more": Text(
        "그 밖에 {count}명이 더 있습니다. 요청의 customer.phoneNumber나 auto 설정으로 고를 수 있습니다.",
        "And {count} more, who can be chosen by customer.phoneNumber in the request or by the setting auto.",
    ),
    "age": Text("만 {age}세", "age {age}"),
    "foreigner": Text("외국인", "foreigner"),
    "outcome_open": Text("입력한 값에 따라", "As typed"),
    "walk": Text("단계별로 진행", "Step by step"),
    "type_person": Text("직접 입력", "Type a person"),
    "typing": Text(
        "모의 본인인증입니다. 실제 이름·생년월일·전화번호를 입력하지 마세요.",
        "This is a mock. Do not type a real name, birth date or phone number.",
    ),
    "requested": Text("요청하거나 입력한 사람", "As requested or typed"),
    "back": Text("이전", "Back"),
    "next": Text("다음", "Next"),
    "agency_head": Text("인증사를 고르세요", "Choose an agency"),
    "details_head": Text("본인 정보를 확인하세요", "Check your details"),
    "operator": Text("통신사", "Carrier"),
    "name": Text("이름", "Name"),
    "birth_date": Text("생년월일 6자리", "Birth date, YYMMDD"),
    "sex_digit": Text("성별 1자리", "Sex digit"),
    "phone": Text("휴대폰 번호", "Phone number"),
    "terms_head": Text("약관에 동의하세요", "Agree to the terms"),
    "terms_note": Text(
        "실제 인증창에는 통신사와 본인확인기관의 약관이 있습니다. 여기에는 읽을 것이 없습니다.",
        "A real window shows the terms of the carrier and the agency here. In this one there is nothing to read.",
    ),
    "terms": Text("모의 약관에 모두 동의합니다", "I agree to all of the mock terms"),
    "terms_missing": Text("약관에 동의해야 진행할 수 있습니다.", "Agree to the terms to go on."),
    "send_otp": Text("인증번호 받기", "Send the OTP"),
    "otp_head": Text("인증번호를 입력하세요", "Type the OTP"),
    "otp": Text("인증번호 6자리", "OTP, six digits"),
    "otp_missing": Text("인증번호를 입력하세요.", "Type the OTP."),
    "resend": Text("다시 받기", "Send it again"),
    "confirm": Text("인증 완료", "Confirm"),
}
# What is known of an agency's own screens, and what FRGNDInfo N does to them.
AGENCY_NOTES: Final[dict[str, Text]] = {
    "KAKAO": Text(
        "카카오 인증에서는 성별과 내·외국인 여부를 이용자가 입력합니다. 확인된 값이 아닙니다.",
        "With KAKAO the user types sex and nationality: nobody has verified them.",
    ),
    "NAVER": Text(
        "네이버 인증에서는 내·외국인 여부를 이용자가 입력합니다. 확인된 값이 아닙니다.",
        "With NAVER the user types the nationality: nobody has verified it.",
    ),
    "SMS": Text(
        "실제로는 별도 계약을 맺은 상점만 SMS 인증을 쓸 수 있습니다. 계약이 없으면 알 수 없는 오류로 끝납니다.",
        "In reality SMS needs a contract of its own; without it a window ends in an unknown error.",
    ),
}
NOT_ASKED: Final[dict[str, Text]] = {
    "KAKAO": Text(
        "요청의 FRGNDInfo가 N이라 성별과 내·외국인 여부를 묻지 않습니다. 결과에도 없습니다.",
        "The request has FRGNDInfo N: sex and nationality are not asked for, and not in the result.",
    ),
    "NAVER": Text(
        "요청의 FRGNDInfo가 N이라 내·외국인 여부를 묻지 않습니다. 결과에도 없습니다.",
        "The request has FRGNDInfo N: the nationality is not asked for, and not in the result.",
    ),
}
