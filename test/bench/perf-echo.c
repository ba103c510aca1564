/* A server that only answers: DHCPDISCOVER by DHCPOFFER, DHCPREQUEST by DHCPACK, the address from the hardware address.
 * What is measured against it is the load generator and the kernel. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { MANY = 64, ROOM = 1500, OPTIONS = 240, SHORTEST = 300 };

static int type_of(const unsigned char *message, int length) {
  for (int at = OPTIONS; at + 2 < length && message[at] != 255;) {
    if (message[at] == 0) at++;
    else if (message[at] == 53) return message[at + 2];
    else at += 2 + message[at + 1];
  }
  return 0;
}

static int answer(unsigned char *message, int length) {
  unsigned char options[] = {53, 1, 2, 54, 4, 10, 0, 0, 1, 51, 4, 0, 0, 15, 160, 1, 4, 255, 0, 0, 0, 255};
  options[2] = type_of(message, length) == 1 ? 2 : 5;
  message[0] = 2;
  message[16] = 10;
  message[17] = 1 + message[31] % 200;
  memcpy(message + 18, message + 32, 2);
  memset(message + OPTIONS, 0, SHORTEST - OPTIONS);
  memcpy(message + OPTIONS, options, sizeof options);
  return SHORTEST;
}

int main(void) {
  static unsigned char bytes[MANY][ROOM];
  static struct mmsghdr headers[MANY];
  static struct iovec parts[MANY];
  static struct sockaddr_in names[MANY];
  int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1, queue = 8 << 20;
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(67)};
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &queue, sizeof queue);
  if (bind(fd, (struct sockaddr *)&own, sizeof own) != 0) {
    perror("bind");
    return 1;
  }
  for (;;) {
    for (int i = 0; i < MANY; i++) {
      parts[i] = (struct iovec){bytes[i], ROOM};
      headers[i] = (struct mmsghdr){.msg_hdr = {.msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &parts[i], .msg_iovlen = 1}};
    }
    int count = recvmmsg(fd, headers, MANY, MSG_WAITFORONE, NULL);
    for (int i = 0; i < count; i++) parts[i].iov_len = answer(bytes[i], headers[i].msg_len);
    if (count > 0) sendmmsg(fd, headers, count, 0);
  }
}
